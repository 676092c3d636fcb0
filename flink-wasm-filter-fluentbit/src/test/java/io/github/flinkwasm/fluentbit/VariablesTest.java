package io.github.flinkwasm.fluentbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.fluentbit.Section.Property;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {

    private static final SourcePosition HERE = new SourcePosition("a.conf", 3);

    private final Variables variables = new Variables(Map.of("A", "1", "EMPTY", "", "N", "${A}"));

    private String resolve(String value) {
        return variables.resolve(new Property("key", value, HERE));
    }

    @ParameterizedTest
    @CsvSource({
        "x, x",
        "${A}, 1",
        "x${A}y${A}, x1y1",
        "${A:-2}, 1",
        "${B:-2}, 2",
        "x${B:-}, x",
        "${EMPTY:-2}, 2",
        "$A, $A",
        "$${A}, $1",
        "${A, ${A",
        "${}, ${}",
        "a}b${A}, a}b1",
        "${N}, ${A}",
    })
    void replacesWhatIsInBraces(String value, String expected) {
        // Given
        String written = value;
        // When
        String resolved = resolve(written);
        // Then
        assertThat(resolved).isEqualTo(expected);
    }

    @Test
    void whatTheConfigurationSetsIsBeforeTheEnvironmentAndACommandBeforeEnv() {
        // Given
        variables.declare("A", "declared");
        variables.declare("B", "declared");
        variables.set("B", "set");
        // When
        String resolved = resolve("${A} ${B}");
        // Then
        assertThat(resolved).isEqualTo("declared set");
    }

    @ParameterizedTest
    @CsvSource({"${B}, B", "${EMPTY}, EMPTY", "${A-x}, A-x"})
    void refusesAVariableThatIsNotSet(String value, String name) {
        assertThatThrownBy(() -> resolve(value))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("a.conf:3: the variable ${" + name + "} is not set")
                .hasMessageContaining("${" + name + ":-text}");
    }

    @Test
    void refusesVariablesThatGrowAValueWithoutBound() {
        // Given
        variables.set("B", "x".repeat(10_000));
        // When
        var thrown = assertThatThrownBy(() -> resolve("${B}".repeat(1_000)));
        // Then
        thrown.isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("65,536 characters");
    }
}
