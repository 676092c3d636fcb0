package io.github.flinkwasm.benchmarks;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.execution.FilterExecutor;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sends many events through a C filter that leaks its result in every call, under the default reset
 * policy, and checks every output. Prints guest memory and heap as it goes: both have to stay flat.
 *
 * <pre>java -Xmx64m -cp 'benchmarks.jar:lib/*' io.github.flinkwasm.benchmarks.LeakRun [events]
 * </pre>
 */
public final class LeakRun {
    private static final int REPORTS = 10;

    private LeakRun() {}

    /**
     * Runs.
     *
     * @param args how many events; 10,000,000 if not given
     */
    public static void main(String[] args) throws InterruptedException {
        long events = args.length > 0 ? Long.parseLong(args[0]) : 10_000_000;
        byte[][] records = Records.json(1_000);
        byte[][] expected = new byte[records.length][];
        for (int i = 0; i < records.length; i++) {
            String record = new String(records[i], StandardCharsets.UTF_8);
            expected[i] =
                    (record.substring(0, record.length() - 1)
                                    + ",\"length\":"
                                    + records[i].length
                                    + "}")
                            .getBytes(StandardCharsets.UTF_8);
        }
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(ModuleReference.of("classpath:guests/leaking-c/leak_libc.wasm"))
                        .setFunctionName("add_length")
                        .build();
        long wrong = 0;
        long mostGuestBytes = 0;
        long start = System.nanoTime();
        try (FilterExecutor executor = FilterExecutor.open(filter, (stream, text) -> {})) {
            for (long i = 0; i < events; i++) {
                int index = (int) (i % records.length);
                FilterOutcome outcome = executor.execute(LogEvent.of("leak", i, 0, records[index]));
                boolean right =
                        outcome instanceof FilterOutcome.Emitted emitted
                                && Arrays.equals(emitted.event().record(), expected[index]);
                wrong += right ? 0 : 1;
                mostGuestBytes = Math.max(mostGuestBytes, executor.instance().memoryBytes());
                if ((i + 1) % Math.max(1, events / REPORTS) == 0) {
                    System.gc();
                    Runtime runtime = Runtime.getRuntime();
                    System.out.printf(
                            "%,d events, %,d wrong, %,d resets, guest memory at most %,d KiB, heap"
                                    + " %,d KiB, %,d events/s%n",
                            i + 1,
                            wrong,
                            executor.instance().resets(),
                            mostGuestBytes / 1024,
                            (runtime.totalMemory() - runtime.freeMemory()) / 1024,
                            (i + 1) * 1_000_000_000L / (System.nanoTime() - start));
                }
            }
        }
        if (wrong > 0) {
            System.exit(1);
        }
    }
}
