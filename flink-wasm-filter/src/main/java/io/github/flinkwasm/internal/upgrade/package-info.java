/**
 * Which module is to run after which checkpoint? The protocol of an upgrade without a restart, as
 * plain state machines: the ledger that one operator keeps of the commands, and the plan that it
 * sends to all subtasks.
 *
 * <p>A plan always says everything: which module is staged, and from which checkpoint id on it
 * runs. So a subtask that missed one, or gets it twice, is right again with the next. The id is two
 * after the last barrier that the ledger had seen: the first barrier may overtake the plan where
 * checkpoints are unaligned, but it is complete only when every subtask has read the plan. See
 * docs/rationale.md, "Why does an activation name a checkpoint?"
 */
@NullMarked
package io.github.flinkwasm.internal.upgrade;

import org.jspecify.annotations.NullMarked;
