package io.github.flinkwasm.cli;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Describes two different outcomes of one event, each on one line, for people to compare. */
final class OutcomeText {
    private static final int MAX_BYTES = 240;

    /** How much of what is the same stands before the difference. */
    private static final int COMMON_BYTES = 80;

    private OutcomeText() {}

    /** The two descriptions. Of long records the part around their first difference is shown. */
    static String[] sideBySide(FilterOutcome first, FilterOutcome second, EventFormat format) {
        int from = 0;
        if (first instanceof FilterOutcome.Emitted one
                && second instanceof FilterOutcome.Emitted other) {
            int difference = Arrays.mismatch(one.event().record(), other.event().record());
            from = Math.max(0, difference - COMMON_BYTES);
        }
        return new String[] {of(first, format, from), of(second, format, from)};
    }

    private static String of(FilterOutcome outcome, EventFormat format, int from) {
        if (outcome instanceof FilterOutcome.Emitted emitted) {
            return "emitted " + excerpt(emitted.event().record(), format, from);
        }
        if (outcome instanceof FilterOutcome.Failed failed) {
            return Printable.oneLine(
                    "failed, %s: %s"
                            .formatted(failed.failure().reason(), failed.failure().detail()));
        }
        return "dropped";
    }

    private static String excerpt(byte[] record, EventFormat format, int from) {
        int begin = from;
        // Not in the middle of a character.
        while (begin > 0 && format == EventFormat.JSON && isContinuation(record[begin])) {
            begin--;
        }
        int end = Math.min(record.length, begin + MAX_BYTES);
        String text =
                switch (format) {
                    case JSON ->
                            Printable.oneLine(
                                    new String(record, begin, end - begin, StandardCharsets.UTF_8));
                    case MSGPACK -> HexFormat.of().formatHex(record, begin, end);
                };
        return (begin > 0 ? "…" : "") + text + (end < record.length ? "…" : "");
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }
}
