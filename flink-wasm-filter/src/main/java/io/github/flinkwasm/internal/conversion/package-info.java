/**
 * What a Flink value looks like as a record, and how a record becomes one again. Every front door
 * that has typed elements uses it.
 *
 * <p>{@link io.github.flinkwasm.internal.conversion.RecordConverter} is made of a type once, on the
 * client, where it refuses what has no mapping, and once more on the task. It is a tree of {@link
 * io.github.flinkwasm.internal.conversion.ValueConverter}s: scalars by their Java class, arrays,
 * lists, maps, and objects, whose fields an {@link
 * io.github.flinkwasm.internal.conversion.ObjectShape} takes out and puts together. Values go
 * straight from the element into the record's bytes and back, by the reader and writer of {@code
 * internal.codec}: nothing is built in between.
 *
 * <p>What does not fit is said with its path: {@link
 * io.github.flinkwasm.internal.conversion.MisfitException} on the way back, which costs one event,
 * {@link io.github.flinkwasm.internal.conversion.UnwritableValueException} on the way to the guest,
 * which only a program with a wrong type causes. The table of all types is {@code
 * docs/reference/codecs.md}.
 */
@NullMarked
package io.github.flinkwasm.internal.conversion;

import org.jspecify.annotations.NullMarked;
