/**
 * What changes when one filter takes another one's place: two outcomes of the same event side by
 * side.
 */
@NullMarked
package io.github.flinkwasm.replay.diff;

import org.jspecify.annotations.NullMarked;
