package io.github.flinkwasm.internal.wasi;

import static io.github.flinkwasm.internal.wasi.WasiGuest.RESULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.TrapKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WasiProcessTest {
    @Test
    void hasNoArgumentsAndNoEnvironmentUnlessGiven() {
        // Given
        WasiGuest guest = new WasiGuest(WasiOptions.NONE);
        GuestMemory memory = guest.call.memory();

        // When, Then
        for (String kind : new String[] {"args", "environ"}) {
            memory.writeLong(RESULT, -1);
            assertThat(guest.call(kind + "_sizes_get", RESULT, RESULT + 4)).isZero();
            assertThat(memory.readLong(RESULT)).isZero();
            assertThat(guest.call(kind + "_get", 0, 0)).isZero();
        }
    }

    @Test
    void showsTheEnvironmentThatWasGiven() {
        // Given
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("MODE", "strict");
        variables.put("NAME", "grün=1");
        WasiGuest guest = new WasiGuest(WasiOptions.NONE.withEnvironment(variables));
        GuestMemory memory = guest.call.memory();

        // When
        guest.call("environ_sizes_get", RESULT, RESULT + 4);
        int errno = guest.call("environ_get", 0x1000, 0x2000);

        // Then
        assertThat(errno).isZero();
        assertThat(memory.readInt(RESULT)).isEqualTo(2);
        assertThat(memory.readInt(RESULT + 4)).isEqualTo(12 + 13);
        assertThat(memory.readInt(0x1000)).isEqualTo(0x2000);
        assertThat(memory.readInt(0x1004)).isEqualTo(0x2000 + 12);
        assertThat(guest.call.string(0x2000)).isEqualTo("MODE=strict");
        assertThat(guest.call.string(0x2000 + 12)).isEqualTo("NAME=gr\u00c3\u00bcn=1");
    }

    @ParameterizedTest
    @CsvSource({"proc_exit,3", "proc_raise,6", "proc_exit,-1"})
    void exitEndsTheCall(String function, int code) {
        // Given
        WasiGuest guest = new WasiGuest(WasiOptions.NONE);

        // When, Then
        assertThatThrownBy(() -> guest.call(function, code))
                .isInstanceOfSatisfying(
                        GuestTrap.class, trap -> assertThat(trap.kind()).isEqualTo(TrapKind.EXITED))
                .hasMessage(function + "(" + code + ")");
    }

    @Test
    void yieldLooksAtTheDeadline() {
        // Given
        WasiGuest guest = new WasiGuest(WasiOptions.NONE);
        guest.call.checksLeft = 1;

        // When, Then
        assertThat(guest.call("sched_yield")).isZero();
        assertThatThrownBy(() -> guest.call("sched_yield")).isInstanceOf(GuestTrap.class);
    }
}
