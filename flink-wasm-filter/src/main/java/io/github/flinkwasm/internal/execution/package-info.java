/** One event in, one outcome out: the only path through which a front door reaches a guest. */
@NullMarked
package io.github.flinkwasm.internal.execution;

import org.jspecify.annotations.NullMarked;
