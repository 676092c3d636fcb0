/**
 * The job that the Kafka tests submit, written as users of the library would write it: it imports
 * nothing from an {@code internal} package.
 */
@NullMarked
package io.github.flinkwasm.kafka.job;

import org.jspecify.annotations.NullMarked;
