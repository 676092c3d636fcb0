/**
 * The job behind {@code ./quickstart}: it reads a log archive, sends its lines through filters, and
 * accounts for every one of them.
 *
 * <p>It is written as a user of the library would write it and imports nothing from an {@code
 * internal} package. {@code Quickstart} is the program and {@code FilterJob} the Flink job. On the
 * way in are {@code ArchiveFiles} (what to read), {@code ArchiveFormat} (a format for Flink's file
 * source) and {@code LineCheck} (lines become events); on the way out {@code EmittedLines} and
 * {@code SetAsideLines}. All of them write into one {@code Ledger}, from which {@code Progress} and
 * {@code Summary} read.
 */
@NullMarked
package io.github.flinkwasm.examples.quickstart;

import org.jspecify.annotations.NullMarked;
