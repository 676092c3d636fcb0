package io.github.flinkwasm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FilterFailureTest {

    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @Test
    void sharesNoArrayWithItsEvent() {
        // Given
        byte[] record = "{\"a\":1}".getBytes(UTF_8);
        byte[] metadata = {1};
        LogEvent event = LogEvent.of("app", 1, 2, record).withMetadata(metadata);

        // When
        FilterFailure failure =
                new FilterFailure(event, DIGEST, "redact", FailureReason.TRAP, "unreachable");
        record[0] = 'x';
        metadata[0] = 2;

        // Then
        assertThat(failure.event().record()).asString(UTF_8).isEqualTo("{\"a\":1}");
        assertThat(failure.event().metadata()).containsExactly(1);
    }

    @Test
    void showsNoContents() {
        // When
        String text = failure(FailureReason.TIMEOUT).toString();

        // Then
        assertThat(text)
                .contains("\"redact\"", DIGEST, "TIMEOUT", "record of 22 bytes")
                .doesNotContain("hunter2", "took too long");
    }

    @ParameterizedTest
    @EnumSource(FailureReason.class)
    void exceptionSaysWhatWhereAndWhatToDo(FailureReason reason) {
        // Given
        ModuleReference module = ModuleReference.of("s3://key:secret@filters/redact.wasm");

        // When
        FilterFailedException exception = new FilterFailedException(module, failure(reason));

        // Then
        assertThat(exception.reason()).isEqualTo(reason);
        assertThat(exception)
                .hasMessageStartingWith(
                        "Module s3://filters/redact.wasm (sha256 "
                                + DIGEST
                                + "), function \"redact\", could not finish an event with tag"
                                + " \"app\" at 1970-01-01T00:00:01.000000002Z")
                .hasMessageContaining(": " + reason + " (took too long). What to do: ")
                .hasMessageContaining(reason.advice())
                .hasMessageEndingWith("SIDE_OUTPUT, PASS_THROUGH or DROP.")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void exceptionSurvivesJavaSerialization() throws Exception {
        // Given
        FilterFailedException exception =
                new FilterFailedException(
                        ModuleReference.of("f.wasm"), failure(FailureReason.EXITED));

        // When
        FilterFailedException copy = InstantiationUtil.clone(exception);

        // Then
        assertThat(copy.reason()).isEqualTo(FailureReason.EXITED);
        assertThat(copy).hasMessage(exception.getMessage());
    }

    private static FilterFailure failure(FailureReason reason) {
        byte[] record = "{\"password\":\"hunter2\"}".getBytes(UTF_8);
        LogEvent event = LogEvent.of("app", 1, 2, record);
        return new FilterFailure(event, DIGEST, "redact", reason, "took too long");
    }
}
