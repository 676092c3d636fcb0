package io.github.flinkwasm.internal.runtime;

import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Lets one static method of the generated {@code *Shaded} class call one of this library's instead
 * of what Chicory wrote into it. Compiled guest code goes through these methods for whatever the
 * JVM has no instruction for.
 *
 * @param name of the generated method
 * @param descriptor of the generated method
 * @param target declares the method that is called instead
 * @param targetName what it is called; it has the same parameters and result
 */
record ShadedRedirection(String name, String descriptor, Class<?> target, String targetName) {
    /** Part of an artifact's key: to be raised when a redirected call or its meaning changes. */
    static final int VERSION = 2;

    private static final String SHADED_SUFFIX = "Shaded";

    /**
     * Rewrites the method.
     *
     * @throws IllegalStateException if there is not exactly one of this name
     */
    CompiledClasses apply(CompiledClasses classes) {
        Map<String, byte[]> rewritten = new TreeMap<>(classes.bytesByName());
        int redirected = 0;
        for (Map.Entry<String, byte[]> entry : rewritten.entrySet()) {
            if (entry.getKey().endsWith(SHADED_SUFFIX)) {
                Rewriting rewriting = new Rewriting();
                entry.setValue(rewriting.rewrite(entry.getValue()));
                redirected += rewriting.count;
            }
        }
        if (redirected != 1) {
            throw new IllegalStateException(
                    "Expected exactly one "
                            + name
                            + descriptor
                            + " in the generated classes "
                            + classes.bytesByName().keySet()
                            + " but found "
                            + redirected
                            + ". This version of Chicory does not fit this version of"
                            + " flink-wasm-filter.");
        }
        return CompiledClasses.of(classes.machineClass(), rewritten);
    }

    private final class Rewriting {
        private int count;

        byte[] rewrite(byte[] classFile) {
            ClassReader reader = new ClassReader(classFile);
            ClassWriter writer = new ClassWriter(0);
            reader.accept(
                    new ClassVisitor(Opcodes.ASM9, writer) {
                        @Override
                        public MethodVisitor visitMethod(
                                int access,
                                String methodName,
                                String methodDescriptor,
                                String signature,
                                String[] exceptions) {
                            MethodVisitor method =
                                    super.visitMethod(
                                            access,
                                            methodName,
                                            methodDescriptor,
                                            signature,
                                            exceptions);
                            if (!methodName.equals(name) || !methodDescriptor.equals(descriptor)) {
                                return method;
                            }
                            count++;
                            emitCall(method);
                            return null;
                        }
                    },
                    0);
            return writer.toByteArray();
        }

        private void emitCall(MethodVisitor method) {
            method.visitCode();
            int slot = 0;
            for (Type argument : Type.getArgumentTypes(descriptor)) {
                method.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
                slot += argument.getSize();
            }
            method.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    Type.getInternalName(target),
                    targetName,
                    descriptor,
                    false);
            Type result = Type.getReturnType(descriptor);
            method.visitInsn(result.getOpcode(Opcodes.IRETURN));
            method.visitMaxs(Math.max(slot, result.getSize()), slot);
            method.visitEnd();
        }
    }
}
