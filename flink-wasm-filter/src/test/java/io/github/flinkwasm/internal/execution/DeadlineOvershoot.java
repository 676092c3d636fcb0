package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.abi.FilterInstance;
import io.github.flinkwasm.internal.runtime.DeadlineTimes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.MemorySize;

/**
 * Measures how long after its deadline a call returns, in nanoseconds.
 *
 * <p>The watchdog looks every five milliseconds, and later on a busy machine; that part is its own
 * lateness. What is left, from when it marks the call until the caller has it back, is the
 * overshoot: how long the guest, or a host function on its behalf, went on.
 */
final class DeadlineOvershoot {
    private static final Duration TIMEOUT = Duration.ofMillis(20);
    private static final byte[] TAG = "t.x".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BAD_RECORD = "{\"bad\":1}".getBytes(StandardCharsets.UTF_8);

    private final Path granted;
    private final List<Measured> measured = new ArrayList<>();

    /** One guest's calls: what they took after being marked, and how late the marks were. */
    static final class Measured {
        private final String guest;
        private final long[] overshoots;
        private final long[] lateness;
        private final long[] resets;

        private Measured(String guest, int calls) {
            this.guest = guest;
            this.overshoots = new long[calls];
            this.lateness = new long[calls];
            this.resets = new long[calls];
        }

        long[] overshoots() {
            return overshoots.clone();
        }
    }

    /**
     * @param granted a directory for the guests that want one; its file {@code plain} can be read
     */
    DeadlineOvershoot(Path granted) {
        this.granted = granted;
    }

    /** Measures one guest, after a few calls that do not count. */
    void measure(String guest, int calls) throws InterruptedException {
        Path module = Path.of("src/test/guests/wat/hostile", guest + ".wasm").toAbsolutePath();
        WasmFilter.Builder filter =
                WasmFilter.builder()
                        .setModule(ModuleReference.of(module.toUri().toString()))
                        .setFunctionName("f")
                        .setLimits(
                                FilterLimits.DEFAULT
                                        .withMemory(MemorySize.ofMebiBytes(40))
                                        .withCallTimeout(TIMEOUT));
        if (guest.startsWith("path-")) {
            filter.setAccessiblePaths(
                    List.of(new io.github.flinkwasm.AccessiblePath("/data", granted.toString())));
        }
        Measured result = new Measured(guest, calls);
        int warmUp = Math.min(5, calls);
        try (FilterExecutor executor = TestFilters.open(filter)) {
            for (int i = -warmUp; i < calls; i++) {
                FilterInstance instance = executor.instance().filter();
                instance.call(TAG, 0, 0, BAD_RECORD);
                long returned = System.nanoTime();
                long deadline = DeadlineTimes.deadline(instance.guest());
                long noticed = DeadlineTimes.noticed(instance.guest());
                if (instance.failureReason() != FailureReason.TIMEOUT) {
                    throw new IllegalStateException(
                            guest + " ended with " + instance.failureReason());
                }
                executor.instance().flushOutput();
                executor.instance().reset();
                if (i >= 0) {
                    result.overshoots[i] = returned - noticed;
                    result.lateness[i] = noticed - deadline;
                    result.resets[i] = System.nanoTime() - returned;
                }
            }
        }
        measured.add(result);
    }

    /** All overshoots, sorted. */
    long[] all() {
        return sorted(measured.stream().map(each -> each.overshoots).toList());
    }

    private static long[] sorted(List<long[]> parts) {
        return parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }

    static double percentileMillis(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }

    /** A table in Markdown. */
    String table() {
        StringBuilder table = new StringBuilder();
        table.append(
                "| Guest | Calls | Overshoot p50 | p99 | max | Watchdog's lateness p99 | max |"
                        + " Output and reset p99 |\n");
        table.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (Measured each : measured) {
            row(table, "`" + each.guest + "`", List.of(each));
        }
        row(table, "all", measured);
        return table.toString();
    }

    private static void row(StringBuilder table, String name, List<Measured> of) {
        long[] overshoots = sorted(of.stream().map(each -> each.overshoots).toList());
        long[] lateness = sorted(of.stream().map(each -> each.lateness).toList());
        long[] resets = sorted(of.stream().map(each -> each.resets).toList());
        table.append(
                String.format(
                        Locale.ROOT,
                        "| %s | %,d | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                        name,
                        overshoots.length,
                        percentileMillis(overshoots, 0.5),
                        percentileMillis(overshoots, 0.99),
                        percentileMillis(overshoots, 1),
                        percentileMillis(lateness, 0.99),
                        percentileMillis(lateness, 1),
                        percentileMillis(resets, 0.99)));
    }
}
