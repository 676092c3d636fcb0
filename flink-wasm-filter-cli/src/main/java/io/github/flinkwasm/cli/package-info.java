/**
 * The {@code wasm-filter} command, with which the author of a filter tries it without a cluster.
 */
@NullMarked
package io.github.flinkwasm.cli;

import org.jspecify.annotations.NullMarked;
