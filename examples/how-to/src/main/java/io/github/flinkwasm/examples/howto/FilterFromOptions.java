package io.github.flinkwasm.examples.howto;

import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.WasmFilterOptions;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Shown in {@code docs/how-to/use-with-configuration.md}. */
final class FilterFromOptions {

    private FilterFromOptions() {}

    static WasmFilter fromMap() {
        WasmFilter filter =
                WasmFilterOptions.filterFrom(
                        Map.of(
                                "wasm", "s3://filters/redact.wasm",
                                "function-name", "redact",
                                "on-failure", "side-output",
                                "limits.call-timeout", "50 ms",
                                "env.REGION", "eu"));
        return filter;
    }

    static WasmFilter fromFlinksConfiguration(StreamExecutionEnvironment env) {
        WasmFilter filter =
                WasmFilterOptions.filterFrom(env.getConfiguration(), "filters.redact.", Set.of());
        return filter;
    }

    static WasmFilter fromASectionOfFluentBit() {
        WasmFilter filter =
                WasmFilterOptions.filterFrom(
                        Map.of(
                                "WASM_Path", "/opt/filters/redact.wasm",
                                "Function_Name", "redact",
                                "Event_Format", "json",
                                "Accessible_Paths", "/etc/geo,/etc/tenants"));
        return filter;
    }
}
