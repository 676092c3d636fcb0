/**
 * Makes archives of any size for tests and long runs, out of the recorded logs of {@code
 * examples/archive}, and says exactly what is in them.
 */
@NullMarked
package io.github.flinkwasm.replay.corpus;

import org.jspecify.annotations.NullMarked;
