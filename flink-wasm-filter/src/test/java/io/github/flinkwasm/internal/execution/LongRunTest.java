package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.FailureReason;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * However long a filter runs that leaks or traps, every outcome is right and memory stays flat. The
 * tests tagged {@code long} are the same with up to a hundred million; each writes its numbers to
 * {@code target/reports}.
 */
@Timeout(3600)
class LongRunTest {
    /** A million events that leave four bytes each behind are too much. */
    private static final long FLAT = 4 << 20;

    @ParameterizedTest
    @CsvSource({"leak_libc, 200_000", "leak_grow, 200_000", "leak_fixed, 200_000"})
    void aLeakLosesNoEventAndNoMemory(String guest, String events) throws InterruptedException {
        leak(guest, number(events));
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"leak_libc, 100_000_000", "leak_grow, 10_000_000", "leak_fixed, 10_000_000"})
    void aLeakLosesNoEventAndNoMemoryInALongRun(String guest, String events)
            throws InterruptedException {
        leak(guest, number(events));
    }

    @Test
    void aTrapInEverySecondEventHarmsNoOther() throws InterruptedException {
        trapInEverySecondEvent(20_000);
    }

    @Tag("long")
    @Test
    void aTrapInEverySecondEventHarmsNoOtherInALongRun() throws InterruptedException {
        trapInEverySecondEvent(1_000_000);
    }

    private static void leak(String guest, long events) throws InterruptedException {
        // Given: a filter whose every result is a block of guest memory that nobody frees
        try (FilterExecutor executor =
                TestFilters.open(
                        TestFilters.filter("guests/leaking-c/" + guest + ".wasm", "add_length"))) {
            LongRun run = new LongRun(executor, new AddLength());

            // When
            run.send(events);

            // Then
            LongRunReport.write(
                    "long-run-" + guest,
                    run.report("`%s`: %,d events, each leaks its result".formatted(guest, events)));
            assertThat(run.firstWrong()).isEqualTo("none");
            assertThat(run.emitted()).isEqualTo(events);
            assertThat(run.dropped()).isZero();
            assertThat(run.failed()).isZero();
            long start = executor.instance().startBytes();
            assertThat(run.mostGuestBytes()).isLessThanOrEqualTo(start + (1 << 20));
            assertThat(run.heapGrowth()).isLessThan(FLAT);
            assertThat(run.metaspaceGrowth()).isLessThan(FLAT);
        }
    }

    private static void trapInEverySecondEvent(long events) throws InterruptedException {
        // Given: a filter that spoils its memory, a global, a table and its segments, then traps;
        // if any of that stays, it traps on every later event
        try (FilterExecutor executor =
                TestFilters.open(
                        TestFilters.filter("guests/wat/hostile/state-then-trap.wasm", "f"))) {
            LongRun run = new LongRun(executor, new TrapEverySecond());

            // When
            run.send(events);

            // Then
            LongRunReport.write(
                    "long-run-state-then-trap",
                    run.report(
                            "`state-then-trap`: %,d events, every second one traps"
                                    .formatted(events)));
            assertThat(run.firstWrong()).isEqualTo("none");
            assertThat(run.emitted()).isEqualTo(events / 2);
            assertThat(run.dropped()).isZero();
            assertThat(run.failed()).isEqualTo(events / 2);
            // One for each trap, and one before its second try, if there was an event before it.
            assertThat(executor.instance().resets()).isBetween(events / 2, events);
            assertThat(executor.instance().replacements()).isZero();
            assertThat(run.mostGuestBytes()).isEqualTo(executor.instance().startBytes());
            assertThat(run.heapGrowth()).isLessThan(FLAT);
            assertThat(run.metaspaceGrowth()).isLessThan(FLAT);
        }
    }

    private static long number(String digits) {
        return Long.parseLong(digits.replace("_", ""));
    }

    /** For {@code leaking-c}: the record comes back with its length. */
    private static final class AddLength implements LongRun.Traffic {
        private final NumberedRecords given = new NumberedRecords("n", length -> "}");
        private final NumberedRecords expected =
                new NumberedRecords("n", length -> ",\"length\":" + length + "}");

        @Override
        public byte[] record(long number) {
            return given.at(number);
        }

        @Override
        public boolean isRight(long number, FilterOutcome outcome) {
            return outcome instanceof FilterOutcome.Emitted emitted
                    && Arrays.equals(emitted.event().record(), expected.at(number));
        }
    }

    /** For {@code state-then-trap}: odd events trap, even ones come back as they are. */
    private static final class TrapEverySecond implements LongRun.Traffic {
        private final NumberedRecords good = new NumberedRecords("n", length -> "}");
        private final NumberedRecords bad = new NumberedRecords("bad", length -> "}");

        @Override
        public byte[] record(long number) {
            return (number % 2 == 0 ? good : bad).at(number);
        }

        @Override
        public boolean isRight(long number, FilterOutcome outcome) {
            if (number % 2 == 0) {
                return outcome instanceof FilterOutcome.Emitted emitted
                        && Arrays.equals(emitted.event().record(), good.at(number));
            }
            return outcome instanceof FilterOutcome.Failed failed
                    && failed.failure().reason() == FailureReason.TRAP
                    && Arrays.equals(failed.failure().event().record(), bad.at(number));
        }
    }
}
