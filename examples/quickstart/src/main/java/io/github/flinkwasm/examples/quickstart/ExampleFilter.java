package io.github.flinkwasm.examples.quickstart;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The filters of {@code examples/filters} that handle JSON. */
enum ExampleFilter {
    DROP_DEBUG("drop_debug", "c-freestanding/drop_debug.wasm", "app"),
    ACCESS_LOG("access_log", "rust-json/access_log.wasm", "web.access"),
    REDACT("redact", "c-wasi/redact.wasm", FilterStep.EVERY_TAG);

    private final String functionName;
    private final String module;
    private final String usualTag;

    ExampleFilter(String functionName, String module, String usualTag) {
        this.functionName = functionName;
        this.module = "examples/filters/" + module;
        this.usualTag = usualTag;
    }

    static Optional<ExampleFilter> named(String name) {
        return Arrays.stream(values())
                .filter(example -> example.functionName.equals(name))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values())
                .map(example -> example.functionName)
                .collect(Collectors.joining(", "));
    }

    /** All of them, one after another, each on the events that it is meant for. */
    static List<FilterStep> chain(Path home) {
        return Arrays.stream(values())
                .map(example -> example.step(home, example.usualTag))
                .toList();
    }

    FilterStep step(Path home, String tag) {
        return FilterStep.of(functionName, tag, home.resolve(module).toString(), functionName);
    }
}
