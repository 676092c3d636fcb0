package io.github.flinkwasm.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.internal.abi.CallOutcome;
import io.github.flinkwasm.internal.abi.FilterFunction;
import io.github.flinkwasm.internal.abi.FilterInstance;
import io.github.flinkwasm.internal.abi.ResultLimits;
import io.github.flinkwasm.internal.pool.ResettableInstance.Started;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.TestGuest;
import io.github.flinkwasm.internal.wasi.GuestOutput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResettableInstanceTest {
    private static final byte[] GOOD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BAD = "{\"b\":1}".getBytes(StandardCharsets.UTF_8);

    private boolean refuseToStart;

    private ResettableInstance instanceOf(String guest) throws InterruptedException {
        CompiledModule module = TestGuest.compile("wat/hostile/" + guest);
        return new ResettableInstance(() -> start(module), (stream, text) -> {});
    }

    private Started start(CompiledModule module) {
        if (refuseToStart) {
            throw new ModuleRejectedException("refused to start");
        }
        return new Started(
                new FilterInstance(
                        TestGuest.start(module).instance(),
                        FilterFunction.resolve(module.description(), "test", "f", Optional.empty()),
                        EventFormat.JSON,
                        new ResultLimits(1_000, 8, 100),
                        Duration.ofMillis(100)),
                new GuestOutput());
    }

    private static CallOutcome call(ResettableInstance instance, byte[] record) {
        return instance.filter().call(new byte[0], 0, 0, record);
    }

    @Test
    void stateOfAnEventIsGoneAfterAResetInPlace() throws InterruptedException {
        // Given
        try (ResettableInstance instance = instanceOf("state-then-trap")) {
            FilterInstance before = instance.filter();
            assertThat(call(instance, BAD)).isEqualTo(CallOutcome.FAILED);

            // When
            instance.reset();

            // Then
            assertThat(call(instance, GOOD)).isEqualTo(CallOutcome.EMITTED);
            assertThat(instance.filter()).isSameAs(before);
            assertThat(instance.resets()).isEqualTo(1);
            assertThat(instance.replacements()).isZero();
        }
    }

    @Test
    void grownTableNeedsANewInstance() throws InterruptedException {
        // Given
        try (ResettableInstance instance = instanceOf("table-grow-then-trap")) {
            for (int i = 1; i <= 3; i++) {
                assertThat(call(instance, BAD)).isEqualTo(CallOutcome.FAILED);

                // When
                instance.reset();

                // Then
                assertThat(call(instance, GOOD)).isEqualTo(CallOutcome.EMITTED);
                assertThat(instance.replacements()).isEqualTo(i);
            }
        }
    }

    @Test
    void growthIsMeasuredAgainstTheStart() throws InterruptedException {
        // Given
        try (ResettableInstance instance = instanceOf("grow-then-null")) {
            long start = instance.startBytes();

            // When
            call(instance, BAD);

            // Then
            assertThat(instance.memoryBytes()).isEqualTo(start + instance.grownBytes());
            assertThat(instance.grownBytes()).isPositive();
            instance.reset();
            assertThat(instance.grownBytes()).isZero();
        }
    }

    @Test
    void callsAreStillTimedWhenNoReplacementCouldBeStarted() throws InterruptedException {
        // Given
        try (ResettableInstance instance = instanceOf("table-grow-then-trap")) {
            FilterInstance before = instance.filter();
            call(instance, BAD);
            refuseToStart = true;

            // When
            assertThatThrownBy(instance::reset).isInstanceOf(ModuleRejectedException.class);

            // Then
            assertThat(instance.filter()).isSameAs(before);
            assertThat(instance.replacements()).isZero();
            refuseToStart = false;
            instance.reset();
            assertThat(call(instance, GOOD)).isEqualTo(CallOutcome.EMITTED);
        }
    }
}
