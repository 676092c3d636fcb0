package io.github.flinkwasm.benchmarks;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.execution.FilterExecutor;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One event through {@link FilterExecutor}: deadline on, default limits, 1,000 distinct JSON
 * records of about 400 bytes. With {@code identity}, whose guest returns its argument, that is the
 * host's own cost, the check of the result included.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 10, time = 1)
@Fork(3)
@State(Scope.Thread)
public class HostCallBenchmark {
    private static final int COUNT = 1_000;

    /** A guest and its function, as {@code resource#function}. */
    @Param({
        "guests/wat/identity.wasm#f",
        "filters/c-freestanding/drop_debug.wasm#drop_debug",
        "filters/c-wasi/redact.wasm#redact",
        "filters/rust-json/access_log.wasm#access_log",
    })
    public String guest = "";

    @Param({"AUTO"})
    public ResetPolicy reset = ResetPolicy.AUTO;

    private final byte[][] records = Records.json(COUNT);
    private FilterExecutor executor;
    private int next;

    /** Opens the filter. */
    @Setup
    public void open() throws InterruptedException {
        String[] parts = guest.split("#", -1);
        executor =
                FilterExecutor.open(
                        WasmFilter.builder()
                                .setModule(ModuleReference.of("classpath:" + parts[0]))
                                .setFunctionName(parts[1])
                                .setResetPolicy(reset)
                                .build(),
                        (stream, text) -> {});
    }

    @TearDown
    public void close() {
        executor.close();
    }

    /** One event in, one outcome out. */
    @Benchmark
    public FilterOutcome event() throws InterruptedException {
        next = next + 1 == COUNT ? 0 : next + 1;
        return executor.execute(LogEvent.of("bench.log", 1_700_000_000L, 0, records[next]));
    }
}
