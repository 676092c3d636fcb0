package io.github.flinkwasm.datastream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailedException;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.InvalidRecordException;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.WasmFilter;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class FailureHandlingITCase {

    private static final String EMIT = "{\"do\":\"emit\"}";
    private static final String DROP = "{\"do\":\"drop\"}";
    private static final String TRAP = "{\"do\":\"trap\"}";
    private static final String INVALID = "{\"do\":\"invalid\"}";
    private static final String FOREVER = "{\"do\":\"forever\"}";

    @AutoClose private final FilterHarnesses harnesses = new FilterHarnesses();

    @Test
    void failEndsTheJobAndSaysWhatToDo() throws Exception {
        // Given
        FilterHarness<String, String> harness = open(Guests.waysOut(FailureHandling.FAIL).build());

        // When
        Throwable thrown = catchThrowable(() -> harness.process(TRAP, 1_500));

        // Then
        assertThat(thrown)
                .isInstanceOf(FilterFailedException.class)
                .hasMessageContaining("Module classpath:guests/ways-out/ways_out.wasm (sha256 ")
                .hasMessageContaining("function \"ways_out\"")
                .hasMessageContaining("record of 13 bytes")
                .hasMessageContaining("TRAP")
                .hasMessageContaining("choose another FailureHandling than FAIL");
        assertThat(harness.mainOutput()).isEmpty();
    }

    @Test
    void sideOutputKeepsAllThatIsNeededToLookIntoIt() throws Exception {
        // Given
        FilterHarness<String, String> harness =
                open(Guests.waysOut(FailureHandling.SIDE_OUTPUT).build());

        // When
        harness.process(TRAP, 1_500);
        harness.process(INVALID, 1_500);

        // Then
        FilterFailure trap = harness.failed().get(0);
        assertThat(trap.event())
                .isEqualTo(LogEvent.of("flink", 1, 500_000_000, TRAP.getBytes(UTF_8)));
        assertThat(trap.reason()).isEqualTo(FailureReason.TRAP);
        assertThat(trap.moduleSha256()).matches("[0-9a-f]{64}");
        assertThat(trap.functionName()).isEqualTo("ways_out");
        assertThat(trap.detail()).isNotEmpty();
        assertThat(harness.failed().get(1).reason()).isEqualTo(FailureReason.INVALID_RECORD);
        assertThat(harness.emitted()).isEmpty();
        assertThat(harness.dropped()).isEmpty();
    }

    @Test
    void passThroughHandsTheEventOnAsItCame() throws Exception {
        // Given
        String withLineBreak = "{\"do\":\"trap\",\n\"a\":1}";
        FilterHarness<String, String> harness =
                open(Guests.waysOut(FailureHandling.PASS_THROUGH).build());

        // When
        harness.process(withLineBreak, 7);
        harness.process(DROP, 8);

        // Then
        assertThat(harness.emitted()).containsExactly(withLineBreak);
        assertThat(harness.dropped()).containsExactly(DROP);
        assertThat(harness.failed()).isEmpty();
    }

    @Test
    void dropSendsTheEventToTheDroppedOutput() throws Exception {
        // Given
        FilterHarness<String, String> harness = open(Guests.waysOut(FailureHandling.DROP).build());

        // When
        harness.process(TRAP, 7);
        harness.process(EMIT, 8_000);

        // Then
        assertThat(harness.dropped()).containsExactly(TRAP);
        assertThat(harness.failed()).isEmpty();
        assertThat(harness.emitted()).containsExactly(Guests.emitted("flink", 8, 0, EMIT));
    }

    @Test
    void eventAfterATimeoutIsRightAgain() throws Exception {
        // Given
        FilterHarness<String, String> harness = open(withCallTimeout(Duration.ofMillis(100)));

        // When
        harness.process(FOREVER, 0);
        harness.process(EMIT, 0);

        // Then
        assertThat(harness.failed())
                .extracting(FilterFailure::reason)
                .containsExactly(FailureReason.TIMEOUT);
        assertThat(harness.emitted()).containsExactly(Guests.emitted("flink", 0, 0, EMIT));
    }

    @Test
    void interruptEndsACallAndIsNoFailure() throws Exception {
        // Given
        FilterHarness<String, String> harness = open(withCallTimeout(Duration.ofMinutes(10)));

        // When
        Thread.currentThread().interrupt();
        Throwable thrown = catchThrowable(() -> harness.process(FOREVER, 0));
        boolean stillInterrupted = Thread.interrupted();

        // Then
        assertThat(thrown).isInstanceOf(InterruptedException.class);
        assertThat(stillInterrupted).isTrue();
        assertThat(harness.failed()).isEmpty();
    }

    @Test
    void eventFailsWhenItsCodecCannotReadTheRecord() throws Exception {
        // Given
        FilterHarness<String, Integer> harness =
                harnesses.open(
                        WasmFilterFunction.of(
                                Guests.waysOut(FailureHandling.SIDE_OUTPUT).build(),
                                new LengthsOfTrueRecords()));

        // When
        harness.process(EMIT, 0);
        harness.process("{\"do\":\"emit\",\"a\":true}", 0);

        // Then
        assertThat(harness.emitted()).hasSize(1);
        FilterFailure failure = harness.failed().get(0);
        assertThat(failure.reason()).isEqualTo(FailureReason.INVALID_RECORD);
        assertThat(failure.detail()).isEqualTo("The record holds no true. Add one.");
        assertThat(failure.event().record()).asString(UTF_8).isEqualTo(EMIT);
    }

    @Test
    void jobFailsWhenAnEventCannotEvenBePassedThrough() throws Exception {
        // Given
        FilterHarness<String, Integer> harness =
                harnesses.open(
                        WasmFilterFunction.of(
                                Guests.waysOut(FailureHandling.PASS_THROUGH).build(),
                                new LengthsOfTrueRecords()));

        // When
        Throwable thrown = catchThrowable(() -> harness.process(TRAP, 0));

        // Then
        assertThat(thrown).isInstanceOf(FilterFailedException.class);
        assertThat(thrown.getSuppressed())
                .singleElement()
                .isInstanceOf(InvalidRecordException.class);
    }

    private FilterHarness<String, String> open(WasmFilter filter) throws Exception {
        return harnesses.open(WasmFilterFunction.of(filter, RecordCodecs.strings()));
    }

    private static WasmFilter withCallTimeout(Duration callTimeout) {
        return Guests.waysOut(FailureHandling.SIDE_OUTPUT)
                .setLimits(FilterLimits.DEFAULT.withCallTimeout(callTimeout))
                .build();
    }
}
