package io.github.flinkwasm.cli;

import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.cli.StatelessFacts.Comparison;
import io.github.flinkwasm.cli.StatelessFacts.Difference;
import io.github.flinkwasm.cli.StatelessFacts.Order;
import io.github.flinkwasm.internal.execution.FilterExecutor;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import io.github.flinkwasm.internal.wasi.GuestOutputSink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a filter treats every event alone. The same events run in fresh instances, each
 * put back to its state after start-up, and then in one instance that handles them all: in order,
 * and shuffled. In all of these the clock stands still and the random numbers of an event are
 * always the same, so an outcome that differs comes from what the guest remembers. One more run in
 * fresh instances, with another clock and other random numbers, tells which outcomes depend on
 * those.
 *
 * <p>The long-lived instance is reset only where a job would have to: after a failure, and when its
 * memory is nearly full. So it remembers at least as much as an instance of any job does.
 */
final class StatelessCheck {
    /** The shuffled order is always the same, so that a finding can be seen again. */
    private static final long SHUFFLE_SEED = 42;

    private static final Duration OTHER_TIME = Duration.ofDays(397).plusSeconds(4_321);
    private static final long NANOS_BETWEEN_NOTES = Duration.ofSeconds(5).toNanos();

    private final WasmFilter filter;
    private final List<PlacedEvent> events;
    private final Messages messages;
    private final MessageDigest sha256;

    /**
     * @param filter its reset policy does not matter
     * @param messages is told how far it got
     */
    StatelessCheck(WasmFilter filter, List<PlacedEvent> events, Messages messages) {
        Instant clock = filter.fixedClock().orElseGet(Instant::now);
        this.filter =
                filter.toBuilder()
                        .setFixedClock(clock)
                        .setRandomSeed(filter.randomSeed().orElse(1))
                        .build();
        this.events = events;
        this.messages = messages;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * Runs all events four times. What the guest prints is left out: it would come four times.
     *
     * @throws io.github.flinkwasm.ModuleRejectedException if the module cannot be used as the
     *     filter asks
     * @throws InterruptedException if this thread was interrupted
     */
    StatelessFacts run() throws InterruptedException {
        byte[][] fresh = new byte[events.size()][];
        int failed = 0;
        try (FilterExecutor executor = open(filter, ResetPolicy.EVERY_EVENT)) {
            Progress progress = new Progress("in fresh instances");
            for (int i = 0; i < fresh.length; i++) {
                FilterOutcome outcome = executor.execute(events.get(i).event());
                fresh[i] = digest(outcome);
                failed += outcome instanceof FilterOutcome.Failed ? 1 : 0;
                progress.show(i + 1);
            }
        }
        Unsteady unsteady = compareWithAnotherTime(fresh);
        return new StatelessFacts(
                events.size(),
                failed,
                unsteady.first(),
                unsteady.count(),
                List.of(
                        compareWithOneInstance(Order.IN_ORDER, fresh),
                        compareWithOneInstance(Order.SHUFFLED, fresh)));
    }

    private record Unsteady(@Nullable Place first, int count) {}

    private Unsteady compareWithAnotherTime(byte[][] fresh) throws InterruptedException {
        WasmFilter other =
                filter.toBuilder()
                        .setFixedClock(filter.fixedClock().orElseThrow().plus(OTHER_TIME))
                        .setRandomSeed(filter.randomSeed().orElseThrow() + 1)
                        .build();
        Place first = null;
        int count = 0;
        try (FilterExecutor executor = open(other, ResetPolicy.EVERY_EVENT)) {
            Progress progress = new Progress("with another time and random numbers");
            for (int i = 0; i < fresh.length; i++) {
                if (!Arrays.equals(fresh[i], digest(executor.execute(events.get(i).event())))) {
                    first = first == null ? events.get(i).place() : first;
                    count++;
                }
                progress.show(i + 1);
            }
        }
        return new Unsteady(first, count);
    }

    private Comparison compareWithOneInstance(Order order, byte[][] fresh)
            throws InterruptedException {
        List<Integer> indices =
                IntStream.range(0, fresh.length).boxed().collect(Collectors.toList());
        if (order == Order.SHUFFLED) {
            Collections.shuffle(indices, new Random(SHUFFLE_SEED));
        }
        int different = 0;
        int refills = 0;
        Difference first = null;
        try (FilterExecutor executor = open(filter, ResetPolicy.NEVER)) {
            Progress progress = new Progress("in one instance, " + order.label());
            for (int i = 0; i < fresh.length; i++) {
                int index = indices.get(i);
                FilterOutcome outcome = executor.execute(events.get(index).event());
                if (!Arrays.equals(fresh[index], digest(outcome))) {
                    different++;
                    if (first == null) {
                        Place before = i == 0 ? null : events.get(indices.get(i - 1)).place();
                        first = difference(index, i + 1, before, outcome);
                    }
                }
                if (isNearlyFull(executor)) {
                    executor.instance().reset();
                    refills++;
                }
                progress.show(i + 1);
            }
        }
        return new Comparison(order, different, first, refills);
    }

    private boolean isNearlyFull(FilterExecutor executor) {
        long limit = filter.limits().memory().getBytes();
        return executor.instance().grownBytes() > 0
                && executor.instance().memoryBytes() > limit / 4 * 3;
    }

    private Difference difference(
            int index, int position, @Nullable Place before, FilterOutcome used)
            throws InterruptedException {
        PlacedEvent event = events.get(index);
        try (FilterExecutor executor = open(filter, ResetPolicy.EVERY_EVENT)) {
            FilterOutcome fresh = executor.execute(event.event());
            String[] texts = OutcomeText.sideBySide(fresh, used, filter.eventFormat());
            return new Difference(event.place(), position, before, texts[0], texts[1]);
        }
    }

    private static FilterExecutor open(WasmFilter filter, ResetPolicy policy)
            throws InterruptedException {
        GuestOutputSink silence = (stream, text) -> {};
        return FilterExecutor.open(filter.toBuilder().setResetPolicy(policy).build(), silence);
    }

    /** Equal for equal outcomes. A failure's detail, which is for people, does not count. */
    private byte[] digest(FilterOutcome outcome) {
        if (outcome instanceof FilterOutcome.Emitted emitted) {
            sha256.update((byte) 'e');
            sha256.update(emitted.event().record());
        } else if (outcome instanceof FilterOutcome.Failed failed) {
            sha256.update((byte) 'f');
            sha256.update(failed.failure().reason().name().getBytes(StandardCharsets.UTF_8));
        } else {
            sha256.update((byte) 'd');
        }
        return sha256.digest();
    }

    /** Says every few seconds how far a run is. */
    private final class Progress {
        private final String run;
        private long lastNote = System.nanoTime();

        Progress(String run) {
            this.run = run;
        }

        void show(int done) {
            // Looking at the clock for every event would cost more than some filters do.
            if (done % 64 == 0 && System.nanoTime() - lastNote > NANOS_BETWEEN_NOTES) {
                lastNote = System.nanoTime();
                messages.note("%s: %,d of %,d events".formatted(run, done, events.size()));
            }
        }
    }
}
