/**
 * Compiles modules ahead of time from Java: what {@code wasm-filter compile} does on the command
 * line. A job finds what was published here through {@link io.github.flinkwasm.ModuleArtifacts}.
 */
@NullMarked
package io.github.flinkwasm.artifact;

import org.jspecify.annotations.NullMarked;
