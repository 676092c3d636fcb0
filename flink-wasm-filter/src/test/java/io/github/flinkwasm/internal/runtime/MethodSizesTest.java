package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class MethodSizesTest {

    /** Constants of every kind, for the pool; what they are does not matter. */
    enum Constants {
        A,
        B;

        private static final long LONG = Long.MAX_VALUE;
        private static final double DOUBLE = Math.PI;
        private static final float FLOAT = 1.25f;

        double sum(int number) {
            Runnable lambda = () -> System.nanoTime();
            lambda.run();
            return switch (number) {
                case 1 -> LONG;
                case 1_000_000 -> DOUBLE + number;
                default -> ("grüße" + number + FLOAT).length();
            };
        }
    }

    /** A record has methods of invokedynamic, an interface abstract ones without code. */
    record Point(int x, long y) implements Comparable<Point> {
        @Override
        public int compareTo(Point other) {
            return Long.compare(y, other.y);
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Constants.class,
                Point.class,
                MethodSizesTest.class,
                FlatMemory.class,
                HostEnvironment.class,
                GuestCall.class,
                Deprecated.class,
                String.class,
                ConcurrentHashMap.class,
                List.class
            })
    void sizesAreThoseThatAsmLaysOut(Class<?> type) {
        // Given
        byte[] classFile = classFile(type);

        // When
        List<MethodSizes.Method> sizes = MethodSizes.of(classFile);

        // Then
        assertThat(sizes).containsExactlyElementsOf(sizesByAsm(classFile));
    }

    @Test
    void methodAroundTheLimitIsMeasuredToTheByte() {
        for (int nops : new int[] {0, 7_999, 8_000, 65_000}) {
            // Given
            byte[] classFile = classWithNops(nops);

            // When
            List<MethodSizes.Method> sizes = MethodSizes.of(classFile);

            // Then
            assertThat(sizes).containsExactly(new MethodSizes.Method("nops", nops + 1));
        }
    }

    @Test
    void damagedClassFileIsNotMisread() {
        // Given
        byte[] classFile = classFile(Point.class);

        // When
        assertThatThrownBy(() -> MethodSizes.of(Arrays.copyOf(classFile, classFile.length / 2)))

                // Then
                .isInstanceOf(UncheckedIOException.class);
    }

    private static byte[] classFile(Class<?> type) {
        String name = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Copies the class with its constant pool, so that the code keeps its size, and asks where each
     * method ends.
     */
    private static List<MethodSizes.Method> sizesByAsm(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        List<String> names = new ArrayList<>();
        List<Label> ends = new ArrayList<>();
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
                                super.visitMethod(access, name, descriptor, signature, exceptions);
                        return new MethodVisitor(Opcodes.ASM9, method) {
                            @Override
                            public void visitMaxs(int maxStack, int maxLocals) {
                                Label end = new Label();
                                visitLabel(end);
                                names.add(name);
                                ends.add(end);
                                super.visitMaxs(maxStack, maxLocals);
                            }
                        };
                    }
                },
                0);
        List<MethodSizes.Method> sizes = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            sizes.add(new MethodSizes.Method(names.get(i), ends.get(i).getOffset()));
        }
        return sizes;
    }

    private static byte[] classWithNops(int nops) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, "Nops", null, "java/lang/Object", null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "nops", "()V", null, null);
        method.visitCode();
        for (int i = 0; i < nops; i++) {
            method.visitInsn(Opcodes.NOP);
        }
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
        return writer.toByteArray();
    }
}
