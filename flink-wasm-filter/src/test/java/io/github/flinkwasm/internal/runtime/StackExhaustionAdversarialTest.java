package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Guests that run out of stack in code of the host or of the runtime, in JVMs that have never run
 * that code before: an initializer of a class that is cut short would leave the class unusable for
 * everybody. Interpreted, so that a depth always takes the same stack.
 */
@Timeout(300)
public class StackExhaustionAdversarialTest {
    private static final int STACK_BYTES = 512 << 10;

    @Test
    void runtimeStaysUsableWhenItsCodeIsFirstReachedAtTheEndOfTheStack()
            throws IOException, InterruptedException {
        // When
        String output = ChildJvm.run(FirstUse.class, "-Xint", "-Xmx256m");

        // Then
        assertThat(output.lines().toList())
                .containsExactly(
                        "1 deep [STACK_EXHAUSTED] shallow nothing",
                        "2 deep [STACK_EXHAUSTED] shallow nothing",
                        "3 deep [STACK_EXHAUSTED] shallow nothing",
                        "4 deep [STACK_EXHAUSTED] shallow nothing",
                        "5 deep [STACK_EXHAUSTED] shallow nothing",
                        "6 deep [STACK_EXHAUSTED] shallow TRAP",
                        "7 deep [STACK_EXHAUSTED] shallow TRAP",
                        "8 deep [STACK_EXHAUSTED] shallow TRAP");
    }

    @Test
    void classesOfHostFunctionsAreInitializedOrNotAtAllNeverHalf()
            throws IOException, InterruptedException {
        // When
        String output = ChildJvm.run(FreshClasses.class, "-Xint", "-Xmx256m");

        // Then
        assertThat(output).isEqualTo("STACK_EXHAUSTED, all classes usable");
    }

    /**
     * Prints what became of every kind of thing near the end of the stack, and then far from it.
     */
    static final class FirstUse {
        private static final int THINGS = 8;

        /** Stack of that many frames of the recursion is far more than any of the things needs. */
        private static final int NEAR = 200;

        private FirstUse() {}

        public static void main(String[] arguments) throws InterruptedException {
            Thread thread = new Thread(null, FirstUse::run, "guest", STACK_BYTES);
            thread.start();
            thread.join();
        }

        @SuppressWarnings("SystemOut") // the test reads it
        private static void run() {
            CompiledModule module = TestGuest.compile("wat/runtime/recursion");
            TestHost host = new TestHost().offer("host", "busy", ":", (call, arguments) -> 0);
            try (TestGuest guest = TestGuest.start(module, host)) {
                int deepest = deepest(guest);
                for (int thing = 1; thing <= THINGS; thing++) {
                    Set<TrapKind> deep = EnumSet.noneOf(TrapKind.class);
                    for (int depth = deepest; depth > deepest - NEAR; depth--) {
                        if ("STACK_EXHAUSTED".equals(end(guest, depth, thing))) {
                            deep.add(TrapKind.STACK_EXHAUSTED);
                        }
                    }
                    System.out.println(
                            thing + " deep " + deep + " shallow " + end(guest, 0, thing));
                }
            }
        }

        private static int deepest(TestGuest guest) {
            int fits = 0;
            int overflows = 1 << 20;
            while (overflows - fits > 1) {
                int middle = (fits + overflows) / 2;
                if (end(guest, middle, 0).equals("nothing")) {
                    fits = middle;
                } else {
                    overflows = middle;
                }
            }
            return fits;
        }

        private static String end(TestGuest guest, int depth, int thing) {
            try {
                guest.call("dive", depth, thing);
                return "nothing";
            } catch (GuestTrap trap) {
                return trap.kind().name();
            }
        }
    }

    /**
     * A host function that initializes a class for the first time at every call, at every depth of
     * a recursion.
     */
    public static final class FreshClasses extends ClassLoader {
        private static final int CLASSES = 5_000;

        private int next;

        private FreshClasses() {
            super(FreshClasses.class.getClassLoader());
        }

        public static void main(String[] arguments) throws InterruptedException {
            Thread thread = new Thread(null, new FreshClasses()::run, "guest", STACK_BYTES);
            thread.start();
            thread.join();
        }

        @SuppressWarnings("SystemOut") // the test reads it
        private void run() {
            CompiledModule module = TestGuest.compile("wat/runtime/recursion");
            TestHost host =
                    new TestHost()
                            .offer("host", "busy", ":", (call, arguments) -> initialize(next++));
            TrapKind end = null;
            try (TestGuest guest = TestGuest.start(module, host)) {
                guest.call("calls_host_forever");
            } catch (GuestTrap trap) {
                end = trap.kind();
            }
            for (int i = 0; i < next; i++) {
                initialize(i);
            }
            System.out.println(end + ", all classes usable");
        }

        private long initialize(int index) {
            if (index >= CLASSES) {
                throw new AssertionError("the stack never ends");
            }
            try {
                Class.forName("Fresh" + index, true, this);
                return 0;
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        }

        /**
         * A class whose initializer goes a few dozen calls deep: {@code static int x =
         * Deep.down(50)}.
         */
        @Override
        protected Class<?> findClass(String name) {
            ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
            MethodVisitor initializer =
                    writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
            initializer.visitCode();
            initializer.visitIntInsn(Opcodes.BIPUSH, 50);
            initializer.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    FreshClasses.class.getName().replace('.', '/'),
                    "down",
                    "(I)I",
                    false);
            initializer.visitInsn(Opcodes.POP);
            initializer.visitInsn(Opcodes.RETURN);
            initializer.visitMaxs(0, 0);
            initializer.visitEnd();
            byte[] classFile = writer.toByteArray();
            return defineClass(name, classFile, 0, classFile.length);
        }

        /** Called by the generated initializers. */
        public static int down(int depth) {
            return depth == 0 ? List.of().size() : down(depth - 1) + 1;
        }
    }
}
