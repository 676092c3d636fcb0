package io.github.flinkwasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestKeyTest {

    private static final List<String> KEYS =
            WasmFilterOptions.all().stream().map(ConfigOption::key).toList();

    @ParameterizedTest
    @CsvSource({
        "functon-name, function-name",
        "Function-Name, function-name",
        "on_failure, on-failure",
        "memory, limits.memory",
        "memroy, limits.memory",
        "timeout, limits.call-timeout",
        "limit.max-output, limits.max-output",
        "modul.store, module.store",
        "module.sha-256, module.sha256",
        "reset-policy, reset",
    })
    void guessesWhatWasMeant(String written, String meant) {
        // When
        String nearest = NearestKey.to(written, KEYS);

        // Then
        assertThat(nearest).isEqualTo(meant);
    }
}
