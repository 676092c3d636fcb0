package io.github.flinkwasm.internal.conversion;

import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * Times as ISO 8601 text. Java's own text leaves out seconds that are zero, and parsers of guests,
 * made for RFC 3339, would stumble over one time in sixty.
 */
final class IsoText {
    private static final String NO_SECONDS = ":00";

    private IsoText() {}

    static String of(LocalTime time) {
        return endsWithMinutes(time) ? time + NO_SECONDS : time.toString();
    }

    static String of(LocalDateTime time) {
        return endsWithMinutes(time.toLocalTime()) ? time + NO_SECONDS : time.toString();
    }

    private static boolean endsWithMinutes(LocalTime time) {
        return time.getSecond() == 0 && time.getNano() == 0;
    }
}
