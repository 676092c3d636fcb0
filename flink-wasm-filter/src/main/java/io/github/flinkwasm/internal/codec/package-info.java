/**
 * JSON and msgpack, as a guest receives and returns them. The only package that knows Jackson and
 * msgpack; it knows nothing of Flink.
 *
 * <p>On the way of every event stand the {@link io.github.flinkwasm.internal.codec.RecordScanner}s:
 * they look at bytes in a guest's memory, find and check the one value there, and copy it. They
 * build nothing, so that a record costs a fraction of a microsecond and a hostile one costs no more
 * memory than it has bytes. Where elements have fields, {@link
 * io.github.flinkwasm.internal.codec.RecordWriter} writes the record before them and {@link
 * io.github.flinkwasm.internal.codec.RecordReader} takes it apart after them, value by value.
 *
 * <p>Everything else rewrites text: {@link io.github.flinkwasm.internal.codec.JsonText} for what
 * goes to guests and to files of lines, {@link io.github.flinkwasm.internal.codec.MsgpackJson} from
 * one format to the other, {@link io.github.flinkwasm.internal.codec.JsonEventReader} and {@link
 * io.github.flinkwasm.internal.codec.JsonOutcomes} for the command line. All of it asks a scanner
 * first and lets the libraries see only what that accepted: there is one answer to what is
 * well-formed, how deep and how long.
 */
@NullMarked
package io.github.flinkwasm.internal.codec;

import org.jspecify.annotations.NullMarked;
