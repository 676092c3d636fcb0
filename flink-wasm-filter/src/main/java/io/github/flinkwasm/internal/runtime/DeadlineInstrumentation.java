package io.github.flinkwasm.internal.runtime;

import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Redirects the interruption check of generated classes to {@link DeadlineFlag}.
 *
 * <p>Chicory emits a call of one static method, {@code checkInterruption} in the generated {@code
 * *Shaded} class, at every back edge and function entry. As generated it looks at the thread's
 * interrupt flag; we need deadlines without interrupting Flink's threads. See docs/rationale.md,
 * "Why rewrite one method of the compiled code?".
 */
final class DeadlineInstrumentation {
    /** Part of an artifact's key: to be raised when the redirected call or its meaning changes. */
    static final int VERSION = 1;

    private static final String METHOD = "checkInterruption";
    private static final String DESCRIPTOR = "()V";
    private static final String SHADED_SUFFIX = "Shaded";

    private DeadlineInstrumentation() {}

    /**
     * @throws IllegalStateException if there is not exactly one method to redirect: a guest
     *     compiled like that could not be stopped
     */
    static CompiledClasses apply(CompiledClasses classes) {
        Map<String, byte[]> rewritten = new TreeMap<>(classes.bytesByName());
        int redirected = 0;
        for (Map.Entry<String, byte[]> entry : rewritten.entrySet()) {
            if (entry.getKey().endsWith(SHADED_SUFFIX)) {
                Redirection redirection = new Redirection();
                entry.setValue(redirection.rewrite(entry.getValue()));
                redirected += redirection.count;
            }
        }
        if (redirected != 1) {
            throw new IllegalStateException(
                    "Expected exactly one "
                            + METHOD
                            + DESCRIPTOR
                            + " in the generated classes "
                            + classes.bytesByName().keySet()
                            + " but found "
                            + redirected
                            + ". This version of Chicory does not fit this version of"
                            + " flink-wasm-filter.");
        }
        return CompiledClasses.of(classes.machineClass(), rewritten);
    }

    private static final class Redirection {
        private int count;

        byte[] rewrite(byte[] classFile) {
            ClassReader reader = new ClassReader(classFile);
            ClassWriter writer = new ClassWriter(0);
            reader.accept(
                    new ClassVisitor(Opcodes.ASM9, writer) {
                        @Override
                        public MethodVisitor visitMethod(
                                int access,
                                String name,
                                String descriptor,
                                String signature,
                                String[] exceptions) {
                            MethodVisitor method =
                                    super.visitMethod(
                                            access, name, descriptor, signature, exceptions);
                            if (!name.equals(METHOD) || !descriptor.equals(DESCRIPTOR)) {
                                return method;
                            }
                            count++;
                            emitRedirect(method);
                            return null;
                        }
                    },
                    0);
            return writer.toByteArray();
        }

        private static void emitRedirect(MethodVisitor method) {
            method.visitCode();
            method.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    DeadlineFlag.class.getName().replace('.', '/'),
                    "check",
                    "()V",
                    false);
            method.visitInsn(Opcodes.RETURN);
            method.visitMaxs(0, 0);
            method.visitEnd();
        }
    }
}
