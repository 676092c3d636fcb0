package io.github.flinkwasm.examples.quickstart;

import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;

/**
 * An event that a filter dropped or failed on, or a line that is no event. Public, with a public
 * constructor, because Flink then handles it as a POJO. Its array is never written to.
 *
 * @param file the file's index in the {@link Ledger}
 * @param line the line in the file
 * @param filter the filter's index in the ledger, or {@link #BEFORE_ANY_FILTER}
 * @param reason why it failed; empty for what was dropped
 * @param detail what happened, for people; empty for what was dropped
 * @param bytes the record as the filter got it, or the line as it stands in the file
 * @param isJson whether the bytes are one JSON object
 * @param at the byte from which on it is interesting
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier from operator to operator, never compared
public record SetAside(
        int file,
        long line,
        String tag,
        int filter,
        String reason,
        String detail,
        byte[] bytes,
        boolean isJson,
        int at) {

    /** The filter of lines that no filter has seen. */
    static final int BEFORE_ANY_FILTER = -1;

    static SetAside dropped(int filter, LogEvent event) {
        Origin origin = Origin.of(event);
        return new SetAside(
                origin.file(), origin.line(), event.tag(), filter, "", "", event.record(), true, 0);
    }

    static SetAside failed(int filter, FilterFailure failure) {
        LogEvent event = failure.event();
        Origin origin = Origin.of(event);
        return new SetAside(
                origin.file(),
                origin.line(),
                event.tag(),
                filter,
                failure.reason().name(),
                failure.detail(),
                event.record(),
                true,
                0);
    }

    /** A line that is no event. */
    static SetAside refused(ArchiveLine line, String tag, NotAnEventException problem) {
        return new SetAside(
                line.file(),
                line.number(),
                tag,
                BEFORE_ANY_FILTER,
                problem.reason().name(),
                String.valueOf(problem.getMessage()),
                line.bytes(),
                false,
                problem.at());
    }
}
