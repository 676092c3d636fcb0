package io.github.flinkwasm.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.flinkwasm.e2e.Await;
import io.github.flinkwasm.kafka.job.ThreeTopicsJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.header.Header;

/**
 * What went in compared with what came out, event by event, as a reader sees it who asks for {@code
 * read_committed}.
 */
final class Audit {
    private static final Duration MARKERS_TIMEOUT = Duration.ofMinutes(1);

    /** More of them say no more. */
    private static final int DISCREPANCIES_SHOWN = 20;

    private final String moduleSha256;
    private final BitSet input = new BitSet();
    private final BitSet output = new BitSet();
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private final List<String> discrepancies = new ArrayList<>();
    private long discrepanciesFound;
    private long aborted;

    private Audit(String moduleSha256) {
        this.moduleSha256 = moduleSha256;
    }

    /**
     * Reads all topics; the job has ended.
     *
     * @param events how many were fed
     * @param moduleSha256 of the module that was to decide over every event
     */
    static Audit of(Topics topics, long events, String moduleSha256) {
        Audit audit = new Audit(moduleSha256);
        Await.until(
                "every transaction to have ended",
                MARKERS_TIMEOUT,
                () -> topics.withOpenTransactions(outputs()),
                List::isEmpty);
        topics.read(
                ThreeTopicsJob.INPUT,
                IsolationLevel.READ_COMMITTED,
                message -> audit.note(audit.input, message));
        for (Outcome outcome : Outcome.values()) {
            audit.counts.put(outcome, 0L);
            topics.read(
                    outcome.topic(),
                    IsolationLevel.READ_COMMITTED,
                    message -> audit.compare(outcome, message));
            topics.read(
                    outcome.topic(), IsolationLevel.READ_UNCOMMITTED, message -> audit.aborted++);
        }
        audit.aborted -= audit.counts.values().stream().mapToLong(Long::longValue).sum();
        audit.lookForMissing(events);
        return audit;
    }

    /** The topics that the job writes. */
    static List<String> outputs() {
        return Stream.of(Outcome.values()).map(Outcome::topic).toList();
    }

    private Optional<Long> note(BitSet seen, ConsumerRecord<byte[], byte[]> message) {
        Optional<Long> number = NumberedEvents.number(message.value());
        if (number.isEmpty()) {
            found("%s has no number".formatted(describe(message)));
            return number;
        }
        int event = Math.toIntExact(number.get());
        if (seen.get(event)) {
            found("event %d is there a second time, as %s".formatted(event, describe(message)));
        }
        seen.set(event);
        return number;
    }

    private void compare(Outcome outcome, ConsumerRecord<byte[], byte[]> message) {
        counts.merge(outcome, 1L, Long::sum);
        Optional<Long> number = note(output, message);
        if (number.isEmpty()) {
            return;
        }
        long event = number.get();
        if (outcome != NumberedEvents.outcome(event)) {
            found(
                    "event %d is to be %s, but there is %s"
                            .formatted(event, NumberedEvents.outcome(event), describe(message)));
        } else if (!Arrays.equals(NumberedEvents.result(event), message.value())
                || NumberedEvents.timestamp(event) != message.timestamp()) {
            found(
                    "event %d is to come out as %s at %d, but there is %s"
                            .formatted(
                                    event,
                                    new String(NumberedEvents.result(event), UTF_8),
                                    NumberedEvents.timestamp(event),
                                    describe(message)));
        } else if (outcome == Outcome.FAILED) {
            compareHeader(event, message, "reason", "TRAP");
            compareHeader(event, message, "module-sha256", moduleSha256);
        }
    }

    private void compareHeader(
            long event, ConsumerRecord<byte[], byte[]> message, String name, String wanted) {
        Header header = message.headers().lastHeader(name);
        String value = header == null ? "(none)" : new String(header.value(), UTF_8);
        if (!value.equals(wanted)) {
            found("event %d has the %s %s instead of %s".formatted(event, name, value, wanted));
        }
    }

    private void lookForMissing(long events) {
        for (int event = 0; event < events; event++) {
            if (!input.get(event)) {
                found("event %d was never fed".formatted(event));
            } else if (!output.get(event)) {
                found(
                        "event %d is lost; it was to be %s"
                                .formatted(event, NumberedEvents.outcome(event)));
            }
        }
    }

    private void found(String discrepancy) {
        discrepanciesFound++;
        if (discrepancies.size() < DISCREPANCIES_SHOWN) {
            discrepancies.add(discrepancy);
        }
    }

    private static String describe(ConsumerRecord<byte[], byte[]> message) {
        return "%s-%d@%d (%d): %s"
                .formatted(
                        message.topic(),
                        message.partition(),
                        message.offset(),
                        message.timestamp(),
                        new String(message.value(), UTF_8));
    }

    /** How many there are of events lost, there twice, in the wrong topic, or changed wrongly. */
    long discrepanciesFound() {
        return discrepanciesFound;
    }

    /** The first of them, for people. */
    List<String> discrepancies() {
        return discrepancies;
    }

    /** How many messages each topic has. */
    Map<Outcome, Long> counts() {
        return counts;
    }

    /**
     * Messages of transactions that were aborted: what a reader would see twice who does not ask
     * for {@code read_committed}.
     */
    long aborted() {
        return aborted;
    }
}
