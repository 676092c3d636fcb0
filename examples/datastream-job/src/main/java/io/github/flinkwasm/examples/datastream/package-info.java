/**
 * A DataStream job that sends log lines through a filter, written as a user of the library would
 * write it: it imports nothing from an {@code internal} package.
 */
@NullMarked
package io.github.flinkwasm.examples.datastream;

import org.jspecify.annotations.NullMarked;
