package io.github.flinkwasm.replay.output;

import io.github.flinkwasm.LogEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;

/**
 * Into which directory an event goes. Tags are what somebody sent: whatever stands in one, its
 * directory is a single name below the output.
 */
final class Partitions {
    private static final long SECONDS_A_DAY = 86_400;
    private static final int MAX_NAME_LENGTH = 200;
    private static final int KEPT_OF_LONG_NAMES = 150;
    private static final int DIGEST_BYTES = 8;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final OutputOptions options;

    /** The partition of the event before: streams rarely change it from event to event. */
    private String lastTag = "";

    private long lastDay;
    private String lastDirectory = "";
    private boolean hasLast;

    Partitions(OutputOptions options) {
        this.options = options;
    }

    /** A relative path that ends with a slash, or nothing. The same object while it is the same. */
    String directoryOf(LogEvent event) {
        long day = options.byDay() ? Math.floorDiv(event.epochSecond(), SECONDS_A_DAY) : 0;
        if (hasLast && day == lastDay && (!options.byTag() || event.tag().equals(lastTag))) {
            return lastDirectory;
        }
        lastTag = event.tag();
        lastDay = day;
        lastDirectory =
                (options.byTag() ? "tag=" + encode(lastTag) + "/" : "")
                        + (options.byDay() ? "day=" + nameOf(day) + "/" : "");
        hasLast = true;
        return lastDirectory;
    }

    private static String nameOf(long epochDay) {
        return epochDay < LocalDate.MIN.toEpochDay() || epochDay > LocalDate.MAX.toEpochDay()
                ? "out-of-range"
                : LocalDate.ofEpochDay(epochDay).toString();
    }

    /** Letters, digits and {@code . _ -} as they are, all else as {@code %} and two digits. */
    static String encode(String tag) {
        StringBuilder name = new StringBuilder(tag.length());
        for (byte octet : tag.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(octet)) {
                name.append((char) octet);
            } else {
                name.append('%').append(HEX.toHexDigits(octet));
            }
        }
        if (name.length() <= MAX_NAME_LENGTH) {
            return name.toString();
        }
        // No other name has a tilde in it, so a cut name is never that of another tag.
        return name.substring(0, KEPT_OF_LONG_NAMES) + "~" + digest(tag);
    }

    private static boolean isPlain(byte octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || octet == '.'
                || octet == '_'
                || octet == '-';
    }

    private static String digest(String tag) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(tag.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
