/**
 * The {@code wasm-filter} command, with which the author of a filter tries it without a cluster.
 *
 * <p>{@code WasmFilterCommand} is the entrance: it puts the commands together and turns whatever
 * ends one into an exit status and one line. There is one class a command, and what several of them
 * need is an option group: {@code ModuleOptions} says which module and with which limits, {@code
 * FilterOptions} how it is called.
 *
 * <p>{@code run}: an {@code Input} gives lines, the {@code EventParser} makes events of them, the
 * library's executor gives each an outcome, and a {@code Report} writes it down, as records or as
 * outcomes. {@code FilterRun} is that loop; nothing in it decides what becomes of an event.
 *
 * <p>{@code check}: {@code ModuleCheck} gathers facts, {@code Hazards} judges them, {@code
 * CheckText} and {@code CheckJson} write both down.
 *
 * <p>{@code upgrade}: {@code CommandOutput} sends a command to a running job, {@code
 * ReportsOptions} reads what the job says, and {@code UpgradeProgress} is what follows from it.
 */
@NullMarked
package io.github.flinkwasm.cli;

import org.jspecify.annotations.NullMarked;
