package io.github.flinkwasm.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.flinkwasm.kafka.job.ThreeTopicsJob;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Events of which the number says everything: where it goes in, what becomes of it in the filter
 * {@code ways_out}, and, to the byte, what comes out. Of ten in a row six are emitted, three
 * dropped, and one fails.
 */
final class NumberedEvents {
    static final int PARTITIONS = 4;

    private static final long FIRST_MILLIS = 1_700_000_000_000L;
    private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)}");

    private NumberedEvents() {}

    static int partition(long number) {
        return (int) (number % PARTITIONS);
    }

    static long timestamp(long number) {
        return FIRST_MILLIS + number;
    }

    static Outcome outcome(long number) {
        // By a number prime to that of partitions, or one partition would see one outcome only.
        int place = (int) (number / PARTITIONS % 10);
        if (place < 6) {
            return Outcome.EMITTED;
        }
        return place < 9 ? Outcome.DROPPED : Outcome.FAILED;
    }

    static byte[] record(long number) {
        return text(number).getBytes(UTF_8);
    }

    private static String text(long number) {
        String wanted =
                switch (outcome(number)) {
                    case EMITTED -> "emit";
                    case DROPPED -> "drop";
                    case FAILED -> "trap";
                };
        return "{\"do\":\"%s\",\"n\":%d}".formatted(wanted, number);
    }

    /** The bytes that are to come out: only what is emitted has been changed. */
    static byte[] result(long number) {
        if (outcome(number) != Outcome.EMITTED) {
            return record(number);
        }
        long millis = timestamp(number);
        return "{\"tag\":\"%s\",\"sec\":%d,\"nsec\":%d,\"record\":%s}"
                .formatted(
                        ThreeTopicsJob.INPUT,
                        millis / 1000,
                        millis % 1000 * 1_000_000,
                        text(number))
                .getBytes(UTF_8);
    }

    /** The number in a record or result. */
    static Optional<Long> number(byte[] recordOrResult) {
        Matcher number = NUMBER.matcher(new String(recordOrResult, UTF_8));
        return number.find() ? Optional.of(Long.parseLong(number.group(1))) : Optional.empty();
    }
}
