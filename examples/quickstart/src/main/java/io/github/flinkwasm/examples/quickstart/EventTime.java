package io.github.flinkwasm.examples.quickstart;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as the programs of the archive write them. */
final class EventTime {

    /** Seconds since 1970 with a fraction, as nginx's {@code $msec}. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}(\\.[0-9]{1,9})?");

    private static final String UTC = " UTC";

    private EventTime() {}

    /** The time that a member of a record holds, if its name and value are those of a time. */
    static Optional<Instant> of(JsonParser member) throws IOException {
        String name = member.currentName();
        JsonToken value = member.currentToken();
        if (name == null) {
            return Optional.empty();
        }
        return switch (name) {
            case "time", "timestamp" ->
                    value == JsonToken.VALUE_STRING ? ofText(member.getText()) : Optional.empty();
            case "msec" ->
                    value == JsonToken.VALUE_NUMBER_FLOAT || value == JsonToken.VALUE_NUMBER_INT
                            ? ofSeconds(member.getText())
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Instant> ofText(String text) {
        try {
            if (text.endsWith(UTC)) {
                // As PostgreSQL writes it: 2026-11-22 11:47:23.961 UTC
                String local = text.substring(0, text.length() - UTC.length()).replace(' ', 'T');
                return Optional.of(LocalDateTime.parse(local).toInstant(ZoneOffset.UTC));
            }
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            // A record without a readable time is as good as any other.
            return Optional.empty();
        }
    }

    private static Optional<Instant> ofSeconds(String text) {
        if (!SECONDS.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal seconds = new BigDecimal(text);
        BigDecimal whole = new BigDecimal(seconds.toBigInteger());
        return Optional.of(
                Instant.ofEpochSecond(
                        whole.longValueExact(),
                        seconds.subtract(whole).movePointRight(9).longValueExact()));
    }
}
