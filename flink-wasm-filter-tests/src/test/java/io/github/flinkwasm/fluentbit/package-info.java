/** Fluent Bit's configurations as jobs, on the built jars and a MiniCluster. */
@NullMarked
package io.github.flinkwasm.fluentbit;

import org.jspecify.annotations.NullMarked;
