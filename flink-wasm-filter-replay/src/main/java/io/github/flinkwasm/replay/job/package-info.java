/**
 * The Flink job of a replay. Its unit of work is an input file, which one task reads, filters and
 * writes out; what is finished is recorded, so that a killed replay goes on with the rest.
 */
@NullMarked
package io.github.flinkwasm.replay.job;

import org.jspecify.annotations.NullMarked;
