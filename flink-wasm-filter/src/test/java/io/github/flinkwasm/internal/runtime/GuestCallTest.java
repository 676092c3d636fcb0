package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls into a guest: results, traps, deadlines, and the way back from the host. */
@Timeout(60)
class GuestCallTest {
    private static final CompiledModule EVERYTHING = TestGuest.compile("wat/runtime/everything");
    private static final CompiledModule STATE = TestGuest.compile("wat/runtime/state");
    private static final CompiledModule CALLBACKS = TestGuest.compile("wat/runtime/callbacks");

    private static final Map<String, String> TRAPS =
            Map.ofEntries(
                    Map.entry("trap_divide", "integer divide by zero"),
                    Map.entry("trap_overflow", "integer overflow"),
                    Map.entry("trap_truncate", "invalid conversion to integer"),
                    Map.entry("trap_load", "out of bounds memory access: 4 bytes at 0x7fffffff"),
                    Map.entry("trap_offset", "out of bounds memory access"),
                    Map.entry("trap_offset_in_range", "out of bounds memory access"),
                    Map.entry("trap_memory_init", "memory.init reads 5 bytes at offset 99"),
                    Map.entry("trap_table_get", "out of bounds table access"),
                    Map.entry("trap_table_set", "out of bounds table access"),
                    Map.entry("trap_table_init", "out of bounds table access"),
                    Map.entry("trap_call_outside", "undefined element"),
                    Map.entry("trap_call_null", "uninitialized element 3"),
                    Map.entry("trap_call_type", "indirect call type mismatch"),
                    Map.entry("trap_unreachable", "unreachable"),
                    Map.entry("trap_import", "the guest called the import \"env.missing\""),
                    Map.entry("trap_throw", "the guest threw an exception that nothing caught"),
                    Map.entry("trap_unaligned", "unaligned atomic"));

    private static TestHost everythingsHost() {
        return new TestHost()
                .offerLeaf("env", "leaf", "i:i", (call, arguments) -> arguments[0])
                .offer("env", "busy", "i:i", (call, arguments) -> arguments[0] + 1);
    }

    static List<String> exports() {
        return EVERYTHING.description().exports().stream()
                .filter(export -> export.kind() == Kind.FUNCTION)
                .map(Export::name)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("exports")
    void everyKindOfInstructionWorksOrTrapsAsItShould(String export) {
        // Given
        String expected = TRAPS.getOrDefault(export, "no trap");
        try (TestGuest guest = TestGuest.start(EVERYTHING, everythingsHost())) {
            // When
            String outcome = outcomeOf(guest, export);

            // Then
            assertThat(outcome).contains(expected);
        }
    }

    private static String outcomeOf(TestGuest guest, String export) {
        try {
            guest.call(export);
            return "no trap";
        } catch (GuestTrap trap) {
            assertThat(trap.kind()).isEqualTo(TrapKind.TRAP);
            return String.valueOf(trap.getMessage());
        }
    }

    @Test
    void startSectionRunsAtInstantiation() {
        // Given
        CompiledModule module = TestGuest.compile("wat/runtime/everything");

        // When
        try (TestGuest guest = TestGuest.start(module, everythingsHost())) {
            guest.call("globals");

            // Then
            assertThat(module.description().hasStartSection()).isTrue();
            assertThat(guest.instance().snapshot().memoryBytes()).isEqualTo(65_536);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spin", "spin_if"})
    void endlessLoopEndsAtTheDeadlineAndTheNextCallHasItsOwn(String loop) {
        // Given
        try (TestGuest guest = TestGuest.start(STATE)) {
            // When
            GuestTrap trap =
                    catchThrowableOfType(
                            GuestTrap.class,
                            () -> guest.callWithin(TimeUnit.MILLISECONDS.toNanos(20), loop, 0));

            // Then
            assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT);
            assertThat(trap).hasMessageEndingWith("its limit is 20 ms");
            assertThat(guest.callInt("int")).isEqualTo(1);
        }
    }

    @Test
    void interruptCancelsTheCallAndIsStillThereForFlink() throws InterruptedException {
        // Given
        GuestTrap[] trap = {null};
        boolean[] interrupted = {false};
        Thread task =
                new Thread(
                        () -> {
                            try (TestGuest guest = TestGuest.start(STATE)) {
                                guest.call("spin");
                            } catch (GuestTrap cancelled) {
                                trap[0] = cancelled;
                                interrupted[0] = Thread.currentThread().isInterrupted();
                            }
                        });
        task.start();

        // When
        task.interrupt();
        task.join();

        // Then
        assertThat(trap[0].kind()).isEqualTo(TrapKind.CANCELLED);
        assertThat(interrupted[0]).isTrue();
    }

    @Test
    void straightLineOfLongCopiesEndsAtTheDeadline() {
        // Given
        int pages = 256;
        ModuleBytes body = ModuleBytes.bytes().hex("00");
        // memory.copy 0 <- 64 KiB, 16,320 KiB, 5,000 times: without a loop or a call between them
        ModuleBytes copy =
                ModuleBytes.bytes()
                        .hex("4100 41")
                        .s32(65_536)
                        .hex("41")
                        .s32(255 * 65_536)
                        .hex("fc0a0000");
        for (int i = 0; i < 5_000; i++) {
            body.raw(copy);
        }
        CompiledModule module =
                TestGuest.compile(ModuleBytes.moduleWithFunction(pages, body.hex("0b")));
        try (TestGuest guest =
                TestGuest.start(
                        module, new ModuleLimits(pages, 0, 0, TestGuest.LIMITS.startupTimeout()))) {
            // When
            GuestTrap trap =
                    catchThrowableOfType(
                            GuestTrap.class,
                            () -> guest.callWithin(TimeUnit.MILLISECONDS.toNanos(20), "f"));

            // Then
            assertThat(trap).isNotNull();
            assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT);
        }
    }

    @Test
    void deniedGrowthIsRememberedUntilTheNextCall() {
        // Given
        try (TestGuest guest = TestGuest.start(STATE)) {
            // When
            int grown = guest.callInt("grow", 4);

            // Then
            assertThat(grown).isEqualTo(-1);
            assertThat(guest.instance().wasDeniedMemory()).isTrue();
            guest.call("grow", 1);
            assertThat(guest.instance().wasDeniedMemory()).isFalse();
        }
    }

    @Test
    void limitIsSmallerThanTheModulesOwnMaximum() {
        // Given
        ModuleLimits twoPages = new ModuleLimits(2, 0, 100, TestGuest.LIMITS.startupTimeout());
        try (TestGuest guest = TestGuest.start(STATE, twoPages)) {
            // When
            int first = guest.callInt("grow", 1);
            int second = guest.callInt("grow", 1);

            // Then
            assertThat(first).isEqualTo(1);
            assertThat(second).isEqualTo(-1);
        }
    }

    @Test
    void tablesOfAnInstanceShareTheirLimit() {
        // Given
        ModuleLimits eightElements = new ModuleLimits(4, 0, 8, TestGuest.LIMITS.startupTimeout());
        try (TestGuest guest = TestGuest.start(STATE, eightElements)) {
            // When
            int beyond = guest.callInt("grow_table", 4);
            int within = guest.callInt("grow_table", 3);
            int nothingLeft = guest.callInt("grow_table", 1);

            // Then
            assertThat(beyond).isEqualTo(-1);
            assertThat(within).isEqualTo(3);
            assertThat(nothingLeft).isEqualTo(-1);
            assertThat(guest.callInt("grow_table", 0)).isEqualTo(6);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0x7fff_ffff, 0x8000_0000L, 0xffff_ffffL})
    void absurdTableGrowthIsDenied(long elements) {
        // Given
        try (TestGuest guest = TestGuest.start(STATE)) {
            // When
            int grown = guest.callInt("grow_table", elements);

            // Then
            assertThat(grown).isEqualTo(-1);
            assertThat(guest.callInt("grow_other", 1)).isEqualTo(-1);
        }
    }

    private static TestHost calling(String export) {
        return new TestHost()
                .offer(
                        "host",
                        "call",
                        "i:i",
                        (call, arguments) -> call.callExport(export, arguments));
    }

    @Test
    void hostCallsTheGuestWhileTheGuestCallsTheHost() {
        // Given
        try (TestGuest guest = TestGuest.start(CALLBACKS, calling("double"))) {
            // When
            int result = guest.callInt("f", 21);

            // Then
            assertThat(result).isEqualTo(42);
        }
    }

    @Test
    void trapOfACallbackEndsTheWholeCall() {
        // Given
        try (TestGuest guest = TestGuest.start(CALLBACKS, calling("trap"))) {
            // When
            GuestTrap trap = catchThrowableOfType(GuestTrap.class, () -> guest.call("f", 1));

            // Then
            assertThat(trap.kind()).isEqualTo(TrapKind.TRAP);
            assertThat(trap).hasMessageContaining("unreachable");
        }
    }

    @Test
    void callbackHasTheDeadlineOfTheCall() {
        // Given
        try (TestGuest guest = TestGuest.start(CALLBACKS, calling("forever"))) {
            // When
            GuestTrap trap =
                    catchThrowableOfType(
                            GuestTrap.class,
                            () -> guest.callWithin(TimeUnit.MILLISECONDS.toNanos(10), "f", 1));

            // Then
            assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT);
        }
    }

    @Test
    void mutualRecursionOfGuestAndHostEndsAsAnExhaustedStack() {
        // Given
        try (TestGuest guest = TestGuest.start(CALLBACKS, calling("again"))) {
            // When
            GuestTrap trap = catchThrowableOfType(GuestTrap.class, () -> guest.call("f", 1));

            // Then
            assertThat(trap.kind()).isEqualTo(TrapKind.STACK_EXHAUSTED);
        }
    }

    @Test
    void hostSeesOnlyWhatTheGuestExports() {
        // Given
        boolean[] has = new boolean[3];
        TestHost host =
                new TestHost()
                        .offer(
                                "host",
                                "call",
                                "i:i",
                                (call, arguments) -> {
                                    has[0] = call.hasExport("double", FunctionSignature.of("i:i"));
                                    has[1] = call.hasExport("double", FunctionSignature.of("i:I"));
                                    has[2] = call.hasExport("nothing", FunctionSignature.of("i:i"));
                                    return call.callExport("no\nthing", 1);
                                });
        try (TestGuest guest = TestGuest.start(CALLBACKS, host)) {
            // When
            assertThatThrownBy(() -> guest.call("f", 1))
                    .isInstanceOf(GuestTrap.class)
                    .hasMessage("the guest exports no function \"no?thing\"");

            // Then
            assertThat(has).containsExactly(true, false, false);
        }
    }

    @Test
    void faultOfAHostFunctionFailsTheCallOnly() {
        // Given
        TestHost faulty =
                new TestHost()
                        .offer(
                                "host",
                                "call",
                                "i:i",
                                (call, arguments) -> {
                                    throw new IllegalStateException("broken");
                                });
        try (TestGuest guest = TestGuest.start(CALLBACKS, faulty)) {
            // When
            GuestTrap trap = catchThrowableOfType(GuestTrap.class, () -> guest.call("f", 1));

            // Then
            assertThat(trap.kind()).isEqualTo(TrapKind.TRAP);
            assertThat(trap).hasMessage("IllegalStateException: broken");
            assertThat(guest.callInt("double", 4)).isEqualTo(8);
        }
    }

    @Test
    void hostMayDenyMemoryAndSleepWithinTheDeadline() {
        // Given
        TestHost host =
                new TestHost()
                        .offer(
                                "host",
                                "call",
                                "i:i",
                                (call, arguments) -> {
                                    call.noteDeniedAllocation();
                                    call.checkDeadline();
                                    call.sleep(TimeUnit.HOURS.toNanos(1));
                                    return 0;
                                });
        try (TestGuest guest = TestGuest.start(CALLBACKS, host)) {
            // When
            GuestTrap trap =
                    catchThrowableOfType(
                            GuestTrap.class,
                            () -> guest.callWithin(TimeUnit.MILLISECONDS.toNanos(10), "f", 1));

            // Then
            assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT);
            assertThat(guest.instance().wasDeniedMemory()).isTrue();
        }
    }
}
