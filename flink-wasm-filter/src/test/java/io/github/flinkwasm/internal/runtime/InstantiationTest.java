package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.flinkwasm.ModuleRejectedException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an instance is linked to, what it may have from the start, and how its start code may end.
 */
@Timeout(60)
class InstantiationTest {
    private static final CompiledModule IMPORTS = TestGuest.compile("wat/runtime/imports");

    private static TestHost host() {
        return new TestHost()
                .offer(
                        "env",
                        "offered",
                        "iIfF:F",
                        (call, arguments) ->
                                Double.doubleToRawLongBits(
                                        (double) (int) arguments[0]
                                                + arguments[1]
                                                + Float.intBitsToFloat((int) arguments[2])
                                                + Double.longBitsToDouble(arguments[3])))
                .offer("env", "no_result", "i:", (call, arguments) -> 77)
                .offer("env", "twice", "i:i", (call, arguments) -> (int) arguments[0] + 1)
                .offer("env", "twice", "I:I", (call, arguments) -> arguments[0] + 2)
                .offer("env", "other_signature", "I:i", (call, arguments) -> 0)
                .offer("env", "missing_too", "i:i", (call, arguments) -> 0);
    }

    @Test
    void argumentsAndResultsOfEveryTypeReachTheHost() {
        // Given
        try (TestGuest guest = TestGuest.start(IMPORTS, host())) {
            // When
            long result =
                    guest.call(
                            "offered",
                            -1,
                            1L << 40,
                            Float.floatToRawIntBits(0.5f),
                            Double.doubleToRawLongBits(-2));

            // Then
            assertThat(Double.longBitsToDouble(result)).isEqualTo((1L << 40) - 2.5);
            assertThat(guest.call("no_result", 3)).isZero();
        }
    }

    @Test
    void oneNameWithTwoSignaturesIsTwoFunctions() {
        // Given
        try (TestGuest guest = TestGuest.start(IMPORTS, host())) {
            // When
            int asInt = guest.callInt("twice_int", 5);
            long asLong = guest.call("twice_long", 1L << 40);

            // Then
            assertThat(asInt).isEqualTo(6);
            assertThat(asLong).isEqualTo((1L << 40) + 2);
            assertThat(guest.callInt("reexported", 7)).isEqualTo(8);
        }
    }

    @Test
    void unresolvedImportsAreListedWithTheSignatureTheModuleWants() {
        // Given
        Instantiation instantiation = new Instantiation(IMPORTS, TestGuest.LIMITS);

        // When
        List<String> unresolved = instantiation.unresolvedImports(List.of(host()));

        // Then
        assertThat(unresolved)
                .containsExactly(
                        "env.missing (i32) -> i32",
                        "env.other_signature (i32) -> i32",
                        "else.where () -> ()");
    }

    @ParameterizedTest
    @CsvSource({
        "missing, env.missing",
        "other_signature, env.other_signature",
        "elsewhere, else.where"
    })
    void unresolvedImportTrapsWhenCalledAndNamesItself(String export, String name) {
        // Given
        try (TestGuest guest = TestGuest.start(IMPORTS, host())) {
            // When
            GuestTrap trap = catchThrowableOfType(GuestTrap.class, () -> guest.call(export));

            // Then
            assertThat(trap.kind()).isEqualTo(TrapKind.TRAP);
            assertThat(trap)
                    .hasMessage(
                            "the guest called the import \""
                                    + name
                                    + "\", which the host does not offer");
        }
    }

    @Test
    void firstEnvironmentsAndLaterOnesAreSearched() {
        // Given
        TestHost second = new TestHost().offer("env", "missing", "i:i", (call, arguments) -> 13);

        // When
        try (TestGuest guest = TestGuest.start(IMPORTS, host(), second)) {
            int result = guest.callInt("missing");

            // Then
            assertThat(result).isEqualTo(13);
        }
    }

    @Test
    void moreMemoryFromTheStartThanTheLimitIsRefused() {
        // Given
        CompiledModule module =
                TestGuest.compile(
                        ModuleBytes.module()
                                .section(ModuleBytes.MEMORY, ModuleBytes.bytes().hex("01 00 03")));

        // When
        assertThatThrownBy(() -> new Instantiation(module, limits(2, 0)))
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining("test module needs 3 pages (192 KiB)")
                .hasMessageContaining("the limit is 2 pages (128 KiB)");

        // Then
        TestGuest.start(module, limits(3, 0)).close();
    }

    @Test
    void tablesAreCountedTogether() {
        // Given
        CompiledModule module =
                TestGuest.compile(
                        ModuleBytes.module()
                                .section(
                                        ModuleBytes.TABLE,
                                        ModuleBytes.bytes().hex("02 70 00 06 6f 00 05"))
                                .section(ModuleBytes.MEMORY, ModuleBytes.bytes().hex("01 00 01")));

        // When
        assertThatThrownBy(() -> new Instantiation(module, limits(1, 10)))
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining("tables of 11 elements together, but the limit is 10");

        // Then
        TestGuest.start(module, limits(1, 11)).close();
    }

    @Test
    void memoryThatTheHeapCannotHoldIsRefusedNotAnOutOfMemoryError() {
        // Given
        CompiledModule module =
                TestGuest.compile(
                        ModuleBytes.module()
                                .section(
                                        ModuleBytes.MEMORY,
                                        ModuleBytes.bytes()
                                                .hex("01 00")
                                                .u32(ModuleLimits.HIGHEST_MEMORY_PAGES)));
        ModuleLimits limits = limits(ModuleLimits.HIGHEST_MEMORY_PAGES, 0);
        Instantiation instantiation = new Instantiation(module, limits);
        org.assertj.core.api.Assumptions.assumeThat(Runtime.getRuntime().maxMemory())
                .isLessThan(1792L << 20);

        // When
        assertThatThrownBy(() -> instantiation.create(List.of(), List.of()))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining("needs 1,835,008 KiB of memory from the start");
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 0", "28673, 0, 0", "1, -1, 0", "1, 0, -1"})
    void limitsThatCannotBeGivenAreRefused(int pages, long heap, int elements) {
        // When
        assertThatThrownBy(() -> new ModuleLimits(pages, heap, elements, Duration.ZERO))

                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("28,672 pages");
    }

    private static ModuleLimits limits(int pages, int elements) {
        return new ModuleLimits(pages, 0, elements, Duration.ofSeconds(30));
    }

    /** One function {@code () -> ()}, run by the start section. */
    private static CompiledModule starting(String instructions) {
        return TestGuest.compile(
                ModuleBytes.module()
                        .section(ModuleBytes.TYPE, ModuleBytes.bytes().hex("01 60 00 00"))
                        .section(ModuleBytes.FUNCTION, ModuleBytes.bytes().hex("01 00"))
                        .section(ModuleBytes.MEMORY, ModuleBytes.bytes().hex("01 00 01"))
                        .section(ModuleBytes.EXPORT, ModuleBytes.bytes().hex("01 01 66 00 00"))
                        .section(ModuleBytes.START, ModuleBytes.bytes().hex("00"))
                        .section(
                                ModuleBytes.CODE,
                                ModuleBytes.bytes()
                                        .hex("01")
                                        .sized(ModuleBytes.bytes().hex(instructions))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 00 0b", // unreachable
                "00 41ffffffff07 280200 1a 0b", // load far outside
                "00 4101 4100 6d 1a 0b" // 1 / 0
            })
    void trapInTheStartSectionRefusesTheModule(String instructions) {
        // Given
        CompiledModule module = starting(instructions);

        // When
        Throwable refusal =
                org.assertj.core.api.Assertions.catchThrowable(
                        () -> TestGuest.start(module).close());

        // Then
        assertThat(refusal).isInstanceOfAny(ModuleRejectedException.class, GuestTrap.class);
    }

    @Test
    void endlessStartSectionEndsAtTheStartUpLimit() {
        // Given
        CompiledModule module = starting("00 0340 0c00 0b 0b");
        ModuleLimits impatient = new ModuleLimits(1, 0, 0, Duration.ofMillis(20));

        // When
        GuestTrap trap =
                catchThrowableOfType(
                        GuestTrap.class, () -> TestGuest.start(module, impatient).close());

        // Then
        assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT);
    }

    @Test
    void startFunctionsShareTheStartUpLimitWithTheStartSection() {
        // Given
        CompiledModule module = TestGuest.compile("wat/runtime/state");
        Instantiation instantiation =
                new Instantiation(module, new ModuleLimits(4, 0, 100, Duration.ofMillis(20)));

        // When
        GuestTrap trap =
                catchThrowableOfType(
                        GuestTrap.class,
                        () -> instantiation.create(List.of(), List.of("spin")).close());

        // Then
        assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT);
    }

    @Test
    void endlessRecursionInTheStartSectionIsAnExhaustedStack() {
        // Given
        CompiledModule module = starting("00 1000 0b");

        // When
        GuestTrap trap =
                catchThrowableOfType(GuestTrap.class, () -> TestGuest.start(module).close());

        // Then
        assertThat(trap.kind()).isEqualTo(TrapKind.STACK_EXHAUSTED);
    }

    @Test
    void segmentOutsideOfMemoryRefusesTheModule() {
        // Given
        CompiledModule data =
                TestGuest.compile(
                        ModuleBytes.moduleWithMemory()
                                .section(
                                        ModuleBytes.DATA,
                                        ModuleBytes.bytes().hex("01 00 41ffff03 0b 02 0102")));
        CompiledModule elements =
                TestGuest.compile(
                        ModuleBytes.module()
                                .section(ModuleBytes.TYPE, ModuleBytes.bytes().hex("01 60 00 00"))
                                .section(ModuleBytes.FUNCTION, ModuleBytes.bytes().hex("01 00"))
                                .section(ModuleBytes.TABLE, ModuleBytes.bytes().hex("01 70 00 02"))
                                .section(ModuleBytes.MEMORY, ModuleBytes.bytes().hex("01 00 01"))
                                .section(
                                        ModuleBytes.ELEMENT,
                                        ModuleBytes.bytes().hex("01 00 4102 0b 01 00"))
                                .section(ModuleBytes.CODE, ModuleBytes.bytes().hex("01 02 000b")));

        for (CompiledModule module : List.of(data, elements)) {
            // When
            Throwable refusal =
                    org.assertj.core.api.Assertions.catchThrowable(
                            () -> TestGuest.start(module).close());

            // Then
            assertThat(refusal).isInstanceOfAny(ModuleRejectedException.class, GuestTrap.class);
        }
    }

    @Test
    void failedStartLeavesNoClockBehind() {
        // Given
        CompiledModule module = starting("00 00 0b");

        // When
        ExpiredCall.during(
                () ->
                        assertThatThrownBy(() -> TestGuest.start(module).close())
                                .isInstanceOf(RuntimeException.class));

        // Then
        assertThat(DeadlineWatchdog.clockOf(Thread.currentThread())).isNull();
    }
}
