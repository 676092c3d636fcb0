package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

class ShadedRedirectionTest {
    private static final String LIBRARY = "io.github.flinkwasm.internal.";

    /**
     * A stored artifact names these methods, and runs with whatever library its key fits. Where
     * this test fails, raise {@link ShadedRedirection#VERSION}, and only then adapt what it
     * expects: else a library without a method would load an artifact that calls it.
     */
    @Test
    void versionIsRaisedWithEveryChangeOfWhatGeneratedCodeCalls() {
        // When
        Set<String> calls = callsOfTheLibrary(TestGuest.compile("wat/identity").classes());

        // Then
        assertThat(ShadedRedirection.VERSION).isEqualTo(2);
        assertThat(calls)
                .containsExactly(
                        "checkInterruption()V -> runtime.DeadlineFlag.check()V",
                        "i32_ge_u(II)I -> runtime.UnsignedComparison.greaterOrEqual(II)I");
    }

    private static Set<String> callsOfTheLibrary(CompiledClasses classes) {
        Set<String> calls = new TreeSet<>();
        for (byte[] classFile : classes.bytesByName().values()) {
            new ClassReader(classFile).accept(new Callers(calls), 0);
        }
        return calls;
    }

    private static final class Callers extends ClassVisitor {
        private final Set<String> calls;

        Callers(Set<String> calls) {
            super(Opcodes.ASM9);
            this.calls = calls;
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String caller,
                String callerDescriptor,
                String signature,
                String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(
                        int opcode,
                        String owner,
                        String name,
                        String descriptor,
                        boolean isInterface) {
                    String type = Type.getObjectType(owner).getClassName();
                    if (type.startsWith(LIBRARY)) {
                        calls.add(
                                "%s%s -> %s.%s%s"
                                        .formatted(
                                                caller,
                                                callerDescriptor,
                                                type.substring(LIBRARY.length()),
                                                name,
                                                descriptor));
                    }
                }
            };
        }
    }
}
