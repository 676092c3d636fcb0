package io.github.flinkwasm.datastream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.WasmFilterOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Options mean on every Flink what they mean on the one that they were compiled against. */
final class FilterOptionsITCase {

    private final FilterHarnesses harnesses = new FilterHarnesses();

    @AfterEach
    void close() throws Exception {
        harnesses.close();
    }

    @Test
    void typedValuesOfAConfigurationComeBackAsTheyWere() {
        // Given
        Configuration configuration = new Configuration();
        configuration.set(WasmFilterOptions.WASM, "s3://filters/redact.wasm");
        configuration.set(WasmFilterOptions.FUNCTION_NAME, "redact");
        configuration.set(WasmFilterOptions.EVENT_FORMAT, EventFormat.MSGPACK);
        configuration.set(WasmFilterOptions.ON_FAILURE, FailureHandling.PASS_THROUGH);
        configuration.set(WasmFilterOptions.ENV, Map.of("REGION", "eu: 1, a", "ZONE", ""));
        configuration.set(WasmFilterOptions.RANDOM_SEED, -42L);
        configuration.set(WasmFilterOptions.LIMITS_CALL_TIMEOUT, Duration.ofNanos(1_500_001));
        configuration.set(WasmFilterOptions.LIMITS_MEMORY, new MemorySize(65_537));

        // When
        WasmFilter filter = WasmFilterOptions.filterFrom(configuration);

        // Then
        assertThat(filter.eventFormat()).isEqualTo(EventFormat.MSGPACK);
        assertThat(filter.failureHandling()).isEqualTo(FailureHandling.PASS_THROUGH);
        assertThat(filter.environmentVariables())
                .containsExactly(Map.entry("REGION", "eu: 1, a"), Map.entry("ZONE", ""));
        assertThat(filter.randomSeed()).hasValue(-42);
        assertThat(filter.limits().callTimeout()).isEqualTo(Duration.ofNanos(1_500_001));
        assertThat(filter.limits().memory()).isEqualTo(new MemorySize(65_537));
        assertThat(WasmFilterOptions.filterFrom(WasmFilterOptions.toMap(filter))).isEqualTo(filter);
    }

    @Test
    void aFilterFromOptionsRunsUnderTheLimitsThatTheyName() throws Exception {
        // Given
        Map<String, String> options = new LinkedHashMap<>();
        options.put("filters.ways-out.WASM_Path", "classpath:guests/ways-out/ways_out.wasm");
        options.put("filters.ways-out.Function_Name", "ways_out");
        options.put("filters.ways-out.on-failure", "side-output");
        options.put("filters.ways-out.limits.call-timeout", "200 ms");
        WasmFilter filter = WasmFilterOptions.filterFrom(options, "filters.ways-out.", Set.of());
        FilterHarness<String, String> harness =
                harnesses.open(
                        WasmFilterFunction.of(filter, RecordCodecs.strings().withTag("app")));

        // When
        harness.process("{\"do\":\"forever\"}", 0);
        harness.process("{\"do\":\"emit\"}", 0);

        // Then
        assertThat(harness.failed())
                .extracting(FilterFailure::reason)
                .containsExactly(FailureReason.TIMEOUT);
        assertThat(harness.emitted())
                .containsExactly(Guests.emitted("app", 0, 0, "{\"do\":\"emit\"}"));
    }
}
