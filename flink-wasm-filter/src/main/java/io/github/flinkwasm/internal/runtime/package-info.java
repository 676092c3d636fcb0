/**
 * The Wasm engine: parse, compile, instantiate, memory, deadline, trap. The only package that knows
 * Chicory; it knows nothing of Flink.
 */
@NullMarked
package io.github.flinkwasm.internal.runtime;

import org.jspecify.annotations.NullMarked;
