package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.internal.runtime.FunctionSignature;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.HostFunction;
import io.github.flinkwasm.internal.runtime.TrapKind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitBuiltinsTest {
    private final FakeGuestCall call = new FakeGuestCall();

    @ParameterizedTest
    @CsvSource({
        "exit,i:,EXITED,env.exit(3)",
        "abort,i:,EXITED,env.abort(3)",
        "abort,:,EXITED,env.abort()",
        "abortStackOverflow,i:,TRAP,env.abortStackOverflow(3)",
        "nullFunc_X,i:,TRAP,env.nullFunc_X(3)"
    })
    void endsTheCall(String name, String signature, TrapKind kind, String message) {
        // When, Then
        assertThatThrownBy(() -> run(name, signature, 3))
                .isInstanceOfSatisfying(
                        GuestTrap.class, trap -> assertThat(trap.kind()).isEqualTo(kind))
                .hasMessage(message);
    }

    @Test
    void abortOfAssemblyScriptSaysWhatAndWhere() {
        // Given
        int message = assemblyScriptString(0x100, "Index out of range\u001b €");
        int file = assemblyScriptString(0x200, "assembly/index.ts");

        // When, Then
        assertThatThrownBy(() -> run("abort", "iiii:", message, file, 12, 5))
                .isInstanceOf(GuestTrap.class)
                .hasMessage(
                        "the guest aborted: \"Index out of range\\x1b €\" at"
                                + " assembly/index.ts(12:5)");
    }

    @Test
    void abortOfAssemblyScriptCutsALongMessage() {
        // Given
        int message = assemblyScriptString(0x100, "x".repeat(1_000));

        // When, Then
        assertThatThrownBy(() -> run("abort", "iiii:", message, 0, 0, 0))
                .hasMessage("the guest aborted: \"" + "x".repeat(200) + "…\"");
    }

    @ParameterizedTest
    @CsvSource({"0", "3", "-1", "65536", "70000", "65534"})
    void abortOfAssemblyScriptNeedsNoReadableMessage(int address) {
        // When, Then
        assertThatThrownBy(() -> run("abort", "iiii:", address, address, 1, 2))
                .isInstanceOf(GuestTrap.class)
                .hasMessage("the guest aborted: no message");
    }

    @Test
    void abortOfAssemblyScriptDoesNotBelieveTheLengthOfAString() {
        // Given
        call.memory().writeInt(0x100, Integer.MAX_VALUE);
        call.memory().writeInt(0x200, -2);

        // When, Then
        assertThatThrownBy(() -> run("abort", "iiii:", 0x104, 0x204, 1, 2))
                .hasMessage("the guest aborted: no message");
    }

    @Test
    void aThrownCppExceptionEndsTheCall() {
        // Given
        int exception = (int) run("__cxa_allocate_exception", "i:i", 16);

        // When, Then
        assertThat(exception).isEqualTo(call.memory().heapBase());
        assertThat(run("__cxa_begin_catch", "i:i", exception)).isEqualTo(exception);
        assertThatThrownBy(() -> run("__cxa_throw", "iii:", exception, 0, 0))
                .isInstanceOf(GuestTrap.class)
                .hasMessageContaining("C++ exception");
    }

    private long run(String name, String notation, long... arguments) {
        FunctionSignature signature = FunctionSignature.of(notation);
        HostFunction function =
                new EnvBuiltins(new GuestOutput(), GuestClocks.SYSTEM, 1 << 20)
                        .functions().stream()
                                .filter(f -> f.name().equals(name))
                                .filter(f -> f.signature().equals(signature))
                                .findAny()
                                .orElseThrow();
        return function.body().call(call, arguments);
    }

    private int assemblyScriptString(int address, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
        call.memory().writeInt(address, bytes.length);
        return call.write(address + 4, bytes);
    }
}
