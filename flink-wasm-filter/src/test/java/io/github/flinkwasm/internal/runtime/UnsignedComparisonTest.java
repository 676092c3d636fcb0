package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class UnsignedComparisonTest {
    private static final int[] EDGES = {
        0,
        1,
        2,
        255,
        65_535,
        Integer.MAX_VALUE - 1,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MIN_VALUE + 1,
        -256,
        -2,
        -1
    };

    /** More calls than the JVM waits for before it compiles a method with all optimizations. */
    private static final int CALLS = 50_000;

    @Test
    void saysWhatTheJdkSaysOfNumbersWithoutSign() {
        for (int one : EDGES) {
            for (int other : EDGES) {
                assertThat(UnsignedComparison.greaterOrEqual(one, other))
                        .as("%08x and %08x", one, other)
                        .isEqualTo(Integer.compareUnsigned(one, other) >= 0 ? 1 : 0);
            }
        }
    }

    @Test
    void saysTheSameOnceItIsCompiledBesideOtherComparisonsOfTheSameNumbers() {
        // When
        int different = 0;
        for (int call = 0; call < CALLS; call++) {
            int one = EDGES[call % EDGES.length];
            int other = EDGES[call / EDGES.length % EDGES.length];
            if (isOutside(one, other) != (one < 0 || one > other || one == 7)) {
                different++;
            }
        }

        // Then
        assertThat(different).isZero();
    }

    /** As compiled guest code has them: a signed and an unsigned look at one number. */
    private static boolean isOutside(int index, int last) {
        if (index < 0) {
            return true;
        }
        if (last < 0) {
            return index > last || index == 7;
        }
        return UnsignedComparison.greaterOrEqual(last, index) == 0 || index == 7;
    }

    @Test
    void compiledGuestsCompareByIt() {
        // Given
        CompiledClasses classes = TestGuest.compile("wat/identity").classes();

        // When
        List<String> calls = callsOf("i32_ge_u", classes.bytesByName().get(shaded(classes)));

        // Then
        assertThat(calls)
                .containsExactly(
                        UnsignedComparison.class.getName().replace('.', '/') + ".greaterOrEqual");
    }

    private static String shaded(CompiledClasses classes) {
        return classes.bytesByName().keySet().stream()
                .filter(name -> name.endsWith("Shaded"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> callsOf(String method, byte[] classFile) {
        List<String> calls = new ArrayList<>();
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access,
                                    String name,
                                    String descriptor,
                                    String signature,
                                    String[] exceptions) {
                                return name.equals(method) ? new Calls(calls) : null;
                            }
                        },
                        0);
        return calls;
    }

    private static final class Calls extends MethodVisitor {
        private final List<String> calls;

        Calls(List<String> calls) {
            super(Opcodes.ASM9);
            this.calls = calls;
        }

        @Override
        public void visitMethodInsn(
                int opcode, String owner, String name, String descriptor, boolean isInterface) {
            calls.add(owner + "." + name);
        }
    }
}
