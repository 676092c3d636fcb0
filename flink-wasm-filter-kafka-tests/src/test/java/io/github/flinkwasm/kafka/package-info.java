/**
 * From Kafka through a filter to Kafka while processes are killed: every event comes out exactly
 * once.
 *
 * <p>{@link io.github.flinkwasm.kafka.KafkaBroker} and the cluster of {@link
 * io.github.flinkwasm.e2e.FlinkCluster} are processes of their own. {@link
 * io.github.flinkwasm.kafka.KillRun} feeds numbered events and kills, {@link
 * io.github.flinkwasm.kafka.Audit} reads what came out and compares it with what went in.
 */
@NullMarked
package io.github.flinkwasm.kafka;

import org.jspecify.annotations.NullMarked;
