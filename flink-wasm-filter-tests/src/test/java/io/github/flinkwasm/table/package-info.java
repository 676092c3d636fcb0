/** Filters in SQL, on the Flink that the build names: batch and streaming, planner included. */
@NullMarked
package io.github.flinkwasm.table;

import org.jspecify.annotations.NullMarked;
