package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.wasm.types.OpCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The effect goes by numbers of instructions; here it is read from their names. */
class StackEffectTest {
    private static final List<Integer> UNSUPPORTED_PREFIXES = List.of(0xFB, 0xFD);

    /** The first pattern that matches counts. */
    private static final Map<String, Integer> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put(
                "REF_EQ", 0); // of the garbage-collection proposal, there are no operands for it
        BY_NAME.put(".*_CONST|LOCAL_GET|GLOBAL_GET|(MEMORY|TABLE)_SIZE|REF_NULL|REF_FUNC", 1);
        BY_NAME.put(".*_STORE(8|16|32)?|SELECT(_T)?|TABLE_SET", -2);
        BY_NAME.put("(MEMORY|TABLE)_(INIT|COPY|FILL)", -3);
        BY_NAME.put("MEM_ATOMIC_WAIT.*|.*_RMW.*_CMPXCHG.*", -2);
        BY_NAME.put("MEM_ATOMIC_NOTIFY|.*_RMW.*", -1);
        BY_NAME.put("BR_IF|BR_TABLE|DROP|LOCAL_SET|GLOBAL_SET|TABLE_GROW", -1);
        BY_NAME.put(
                "[IF](32|64)_(ADD|SUB|MUL|DIV|REM|AND|OR|XOR|SHL|SHR|ROTL|ROTR|MIN|MAX|COPYSIGN|EQ|NE|LT|GT|LE|GE)(_[SU])?",
                -1);
        BY_NAME.put(".*", 0);
    }

    static Stream<OpCode> instructions() {
        return Stream.of(OpCode.values())
                .filter(opCode -> !UNSUPPORTED_PREFIXES.contains(opCode.opcode() >> 8));
    }

    @ParameterizedTest
    @MethodSource("instructions")
    void effectIsWhatTheNameSays(OpCode instruction) {
        // Given
        int expected =
                BY_NAME.entrySet().stream()
                        .filter(entry -> instruction.name().matches(entry.getKey()))
                        .findFirst()
                        .orElseThrow()
                        .getValue();

        // When
        int effect = StackEffect.of(instruction);

        // Then
        assertThat(effect).isEqualTo(expected);
    }
}
