package io.github.flinkwasm.replay.report;

import io.github.flinkwasm.FilterFailure;
import java.util.regex.Pattern;

/**
 * What failures have in common: filter, reason, and the detail but for its numbers and quotations.
 *
 * @param filter index of the filter
 * @param reason name of the {@link io.github.flinkwasm.FailureReason}
 * @param shape the detail without what differs from event to event
 */
record FailureKind(int filter, String reason, String shape) {
    private static final int MAX_SHAPE = 160;
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern NUMBER = Pattern.compile("(0x[0-9a-fA-F]+|\\d[\\d,._]*\\d|\\d)");

    /** As it stands in statistics. */
    static String of(int filter, FilterFailure failure) {
        return filter
                + "|"
                + failure.reason()
                + "|"
                + shape(Excerpts.ofText(failure.detail(), Excerpts.MAX_DETAIL));
    }

    static FailureKind parse(String text) {
        String[] parts = text.split("\\|", 3);
        return new FailureKind(Integer.parseInt(parts[0]), parts[1], parts[2]);
    }

    /** A message in which numbers and quotations are replaced, so that like ones are the same. */
    static String shape(String detail) {
        String unquoted = QUOTED.matcher(detail).replaceAll("\"…\"");
        return Excerpts.ofText(NUMBER.matcher(unquoted).replaceAll("#"), MAX_SHAPE);
    }
}
