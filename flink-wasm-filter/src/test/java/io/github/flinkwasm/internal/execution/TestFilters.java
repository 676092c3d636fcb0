package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import java.nio.charset.StandardCharsets;

/** Builds filters and events for the tests of this package. */
final class TestFilters {
    private TestFilters() {}

    /** A filter from the test resources, as {@code guests/wat/hostile/loop.wasm}. */
    static WasmFilter.Builder filter(String resource, String function) {
        return WasmFilter.builder()
                .setModule(ModuleReference.of("classpath:" + resource))
                .setFunctionName(function);
    }

    static FilterExecutor open(WasmFilter.Builder filter) throws InterruptedException {
        return FilterExecutor.open(filter.build(), (stream, text) -> {});
    }

    static LogEvent event(String record) {
        return event(record.getBytes(StandardCharsets.UTF_8));
    }

    static LogEvent event(byte[] record) {
        return LogEvent.of("t.x", 1_700_000_000L, 123_456_789, record);
    }

    /**
     * The outcome in a few words: the emitted text, {@code dropped}, or the reason of the failure.
     */
    static String describe(FilterOutcome outcome) {
        if (outcome instanceof FilterOutcome.Emitted emitted) {
            return new String(emitted.event().record(), StandardCharsets.UTF_8);
        }
        if (outcome instanceof FilterOutcome.Failed failed) {
            return failed.failure().reason().name();
        }
        return "dropped";
    }
}
