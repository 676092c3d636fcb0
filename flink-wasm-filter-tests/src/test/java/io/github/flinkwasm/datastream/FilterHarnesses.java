package io.github.flinkwasm.datastream;

import java.util.ArrayList;
import java.util.List;

/** The harnesses of one test, closed when it ends. */
final class FilterHarnesses {

    private final List<FilterHarness<?, ?>> opened = new ArrayList<>();

    <IN, OUT> FilterHarness<IN, OUT> open(WasmFilterFunction<IN, OUT> function) throws Exception {
        FilterHarness<IN, OUT> harness = new FilterHarness<>(function);
        opened.add(harness);
        return harness;
    }

    void close() throws Exception {
        for (FilterHarness<?, ?> harness : opened) {
            harness.close();
        }
    }
}
