package io.github.flinkwasm.internal.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.TestGuest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FilterInstanceTest {
    private static final CompiledModule FILTERS = TestGuest.compile("wat/abi/filters");
    private static final CompiledModule MANAGED = TestGuest.compile("wat/abi/managed");
    private static final byte[] TAG = bytes("app.log");
    private static final byte[] RECORD = bytes("{\"log\":\"hello\"}");

    private FilterInstance filter = filter(FILTERS, "parameters", Duration.ofSeconds(30));

    @AfterEach
    void close() {
        filter.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static FilterInstance filter(CompiledModule module, String function, Duration timeout) {
        return new FilterInstance(
                TestGuest.start(module).instance(),
                FilterFunction.resolve(module.description(), "test", function, Optional.empty()),
                EventFormat.JSON,
                new ResultLimits(1_000, 8, 100),
                timeout);
    }

    private FilterInstance use(FilterInstance other) {
        filter.close();
        filter = other;
        return other;
    }

    private FilterInstance use(String function) {
        return use(filter(FILTERS, function, Duration.ofSeconds(30)));
    }

    private static CallOutcome call(FilterInstance filter) {
        return filter.call(TAG, 1_700_000_000L, 123_456_789, RECORD);
    }

    @Test
    void guestGetsTagTimeAndRecord() {
        // When
        CallOutcome outcome = call(filter);

        // Then
        assertThat(outcome).isEqualTo(CallOutcome.EMITTED);
        assertThat(filter.emittedRecord()).isEqualTo(RECORD);
        GuestMemory memory = filter.guest().memory();
        assertThat(memory.stringLength(memory.readInt(256))).isEqualTo(TAG.length);
        assertThat(memory.readInt(260)).isEqualTo(TAG.length);
        assertThat(memory.readInt(264)).isEqualTo(1_700_000_000);
        assertThat(memory.readInt(268)).isEqualTo(123_456_789);
        assertThat(memory.stringLength(memory.readInt(272))).isEqualTo(RECORD.length);
        assertThat(memory.readInt(276)).isEqualTo(RECORD.length);
    }

    @ParameterizedTest
    @CsvSource({
        "4294967295, -1",
        "4294967296, 0",
        "-1, -1",
        "9223372036854775807, -1",
        "-62135596800, -2006054656"
    })
    void secondsAreHandedOverAsTheirLowHalf(long seconds, int expected) {
        // When
        filter.call(TAG, seconds, 0, RECORD);

        // Then
        assertThat(filter.guest().memory().readInt(264)).isEqualTo(expected);
    }

    @Test
    void callersArraysAreNotWrittenTo() {
        // Given
        byte[] tag = TAG.clone();
        byte[] record = RECORD.clone();
        FilterInstance scribbling = use("scribbles");

        // When
        CallOutcome outcome = scribbling.call(tag, 0, 0, record);

        // Then
        assertThat(outcome).isEqualTo(CallOutcome.DROPPED);
        assertThat(tag).isEqualTo(TAG);
        assertThat(record).isEqualTo(RECORD);
    }

    @Test
    void emptyTagAndSmallestRecordAreFine() {
        // When
        CallOutcome outcome = filter.call(new byte[0], 0, 0, bytes("{}"));

        // Then
        assertThat(outcome).isEqualTo(CallOutcome.EMITTED);
        assertThat(filter.emittedRecord()).isEqualTo(bytes("{}"));
    }

    @ParameterizedTest
    @CsvSource({
        "record_v2, EMITTED",
        "null, DROPPED",
        "null_v2, DROPPED",
        "zeros, DROPPED",
        "scribbles, DROPPED"
    })
    void ordinaryEnds(String function, CallOutcome expected) {
        // Given
        FilterInstance used = use(function);

        for (int i = 0; i < 3; i++) {
            // When
            CallOutcome outcome = call(used);

            // Then
            assertThat(outcome).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tag, INVALID_RECORD",
        "outside, INVALID_POINTER",
        "traps, TRAP",
        "recurses, STACK_EXHAUSTED",
        "blocks, TRAP"
    })
    void failuresHaveAReasonAndADetail(String function, FailureReason expected) {
        // Given
        FilterInstance used = use(function);

        // When
        CallOutcome outcome = call(used);

        // Then
        assertThat(outcome).isEqualTo(CallOutcome.FAILED);
        assertThat(used.failureReason()).isEqualTo(expected);
        assertThat(used.failureDetail()).isNotBlank();
        assertThatThrownBy(used::emittedRecord).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void blockedFilterIsToldFromOneThatReturned() {
        // Given
        FilterInstance blocking = use("blocks");

        // When
        call(blocking);

        // Then
        assertThat(blocking.failureDetail())
                .isEqualTo(
                        "the filter blocked (a sleep, a channel or a goroutine), but it must return"
                                + " at once");
    }

    @Test
    void endlessCallEndsAtItsDeadline() {
        // Given
        FilterInstance spinning = use(filter(FILTERS, "spins", Duration.ofMillis(20)));

        // When
        CallOutcome outcome = call(spinning);

        // Then
        assertThat(outcome).isEqualTo(CallOutcome.FAILED);
        assertThat(spinning.failureReason()).isEqualTo(FailureReason.TIMEOUT);
    }

    @Test
    void interruptedThreadCancelsTheCallWithoutAFailure() {
        // Given
        FilterInstance spinning = use(filter(FILTERS, "spins", Duration.ofDays(1_000_000)));
        Thread.currentThread().interrupt();

        // When
        CallOutcome outcome = call(spinning);

        // Then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isEqualTo(CallOutcome.CANCELLED);
        assertThatThrownBy(spinning::failureReason).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void deniedGrowthIsReportedBesideTheOutcome() {
        // Given
        FilterInstance growing = use("grows");

        // When
        CallOutcome outcome = call(growing);

        // Then
        assertThat(outcome).isEqualTo(CallOutcome.EMITTED);
        assertThat(growing.wasDeniedMemory()).isTrue();
    }

    @Test
    void recordThatNoGuestCanBeGivenIsTooLarge() {
        // Given
        byte[] record = new byte[128 << 20];

        // When
        CallOutcome outcome = filter.call(TAG, 0, 0, record);

        // Then
        assertThat(outcome).isEqualTo(CallOutcome.FAILED);
        assertThat(filter.failureReason()).isEqualTo(FailureReason.INPUT_TOO_LARGE);
        assertThat(filter.failureDetail()).contains("134,217,735 bytes together");
        assertThat(call(filter)).isEqualTo(CallOutcome.EMITTED);
    }

    @ParameterizedTest
    @CsvSource({"f, EMITTED", "drop, DROPPED"})
    void managedObjectsAreReleasedHoweverTheFilterDecides(String function, CallOutcome expected) {
        // Given
        FilterInstance managed = use(filter(MANAGED, function, Duration.ofSeconds(30)));

        // When
        CallOutcome outcome = call(managed);

        // Then
        assertThat(outcome).isEqualTo(expected);
        assertThat(export(managed, "pins")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void trapInTheGuestsRuntimeFailsTheEvent(int function) {
        // Given
        FilterInstance managed = use(filter(MANAGED, "f", Duration.ofSeconds(30)));
        export(managed, "trap_in", function);

        // When
        CallOutcome outcome = call(managed);

        // Then
        assertThat(outcome).isEqualTo(CallOutcome.FAILED);
        assertThat(managed.failureReason()).isEqualTo(FailureReason.TRAP);
    }

    private static long export(FilterInstance filter, String name, long... arguments) {
        return filter.guest()
                .call(
                        filter.guest()
                                .compiledModule()
                                .description()
                                .exportedFunction(name)
                                .orElseThrow(),
                        arguments);
    }
}
