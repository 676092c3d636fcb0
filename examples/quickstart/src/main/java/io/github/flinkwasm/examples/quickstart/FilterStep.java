package io.github.flinkwasm.examples.quickstart;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import java.io.Serializable;

/**
 * One filter of the chain, and which events it gets.
 *
 * @param name what it is called in the summary and in Flink's web page
 * @param tag the tag of the events that it gets, or {@link #EVERY_TAG}
 */
record FilterStep(String name, String tag, WasmFilter filter) implements Serializable {

    static final String EVERY_TAG = "*";

    /**
     * @throws InvalidConfigurationException when the URI or the function's name cannot be one
     */
    static FilterStep of(String name, String tag, String uri, String functionName) {
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(ModuleReference.of(uri))
                        .setFunctionName(functionName)
                        .setFailureHandling(FailureHandling.SIDE_OUTPUT)
                        .build();
        return new FilterStep(name, tag, filter);
    }

    boolean isForEveryTag() {
        return tag.equals(EVERY_TAG);
    }
}
