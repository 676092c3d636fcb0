/**
 * The DataStream front door of the built jar, on the Flink that the build was asked for: one
 * operator in Flink's test harness, and whole jobs on a MiniCluster.
 */
@NullMarked
package io.github.flinkwasm.datastream;

import org.jspecify.annotations.NullMarked;
