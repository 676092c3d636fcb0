/**
 * Stored compiled modules: keyed, verified before they are loaded, and kept on any Flink file
 * system.
 */
@NullMarked
package io.github.flinkwasm.internal.artifact;

import org.jspecify.annotations.NullMarked;
