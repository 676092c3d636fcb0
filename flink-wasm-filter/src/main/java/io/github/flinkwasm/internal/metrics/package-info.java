/** The names of the metrics and their registration. */
@NullMarked
package io.github.flinkwasm.internal.metrics;

import org.jspecify.annotations.NullMarked;
