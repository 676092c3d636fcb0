package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class DeadlineInstrumentationTest {

    @Test
    void checkOfGeneratedCodeLooksAtTheDeadline() throws Throwable {
        // Given
        CompiledClasses classes =
                DeadlineInstrumentation.apply(classes(shaded("FilterShaded", "checkInterruption")));

        // When
        MethodHandle check = check(classes);

        // Then
        check.invokeExact();
        ExpiredCall.during(
                () -> {
                    GuestTrap trap = catchThrowableOfType(GuestTrap.class, check::invokeExact);
                    assertThat(trap.kind()).isEqualTo(TrapKind.TIMEOUT);
                });
    }

    @Test
    void interruptAloneEndsNothingInGeneratedCode() throws Throwable {
        // Given
        CompiledClasses classes =
                DeadlineInstrumentation.apply(classes(shaded("FilterShaded", "checkInterruption")));
        Thread.currentThread().interrupt();

        // When
        check(classes).invokeExact();

        // Then
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void otherMethodsAndClassesStayAsTheyAre() throws Throwable {
        // Given
        byte[] other = shaded("FilterOther", "checkInterruption").bytes();
        CompiledClasses before =
                CompiledClasses.of(
                        "Filter",
                        Map.of(
                                "FilterShaded",
                                shaded("FilterShaded", "checkInterruption", "another").bytes(),
                                "FilterOther",
                                other));

        // When
        CompiledClasses after = DeadlineInstrumentation.apply(before);

        // Then
        assertThat(after.machineClass()).isEqualTo("Filter");
        assertThat(after.bytesByName().get("FilterOther")).isEqualTo(other);
        MethodHandle another =
                MethodHandles.publicLookup()
                        .findStatic(load(after), "another", MethodType.methodType(void.class));
        assertThatThrownBy(another::invokeExact).isInstanceOf(NullPointerException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, another",
        "0, checkInterruption2",
        "2, checkInterruption",
    })
    void anythingButOneMethodToRedirectIsRefused(int found, String method) {
        // Given
        Map<String, byte[]> classes = new LinkedHashMap<>();
        classes.put("FilterShaded", shaded("FilterShaded", method).bytes());
        classes.put("SecondShaded", shaded("SecondShaded", method).bytes());
        CompiledClasses compiled = CompiledClasses.of("Filter", classes);

        // When
        assertThatThrownBy(() -> DeadlineInstrumentation.apply(compiled))

                // Then
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Expected exactly one checkInterruption()V")
                .hasMessageContaining("but found " + found)
                .hasMessageContaining("[FilterShaded, SecondShaded]");
    }

    @Test
    void methodOfThatNameWithParametersDoesNotCount() {
        // Given
        ClassWriter writer = startClass("FilterShaded");
        addMethod(writer, "checkInterruption", "(I)V");
        CompiledClasses compiled =
                CompiledClasses.of("Filter", Map.of("FilterShaded", writer.toByteArray()));

        // When
        assertThatThrownBy(() -> DeadlineInstrumentation.apply(compiled))

                // Then
                .hasMessageContaining("but found 0");
    }

    @Test
    void everyCompiledModuleIsInstrumented() throws Throwable {
        // Given
        CompiledModule module = TestGuest.compile("wat/identity");

        // When
        MethodHandle check = check(module.classes());

        // Then
        ExpiredCall.during(
                () -> assertThatThrownBy(check::invokeExact).isInstanceOf(GuestTrap.class));
    }

    private record NamedClass(String name, ClassWriter writer) {
        byte[] bytes() {
            return writer.toByteArray();
        }
    }

    private static CompiledClasses classes(NamedClass only) {
        return CompiledClasses.of("Filter", Map.of(only.name, only.bytes()));
    }

    /** A public class with static methods that throw a {@link NullPointerException}. */
    private static NamedClass shaded(String name, String... methods) {
        ClassWriter writer = startClass(name);
        for (String method : methods) {
            addMethod(writer, method, "()V");
        }
        return new NamedClass(name, writer);
    }

    private static ClassWriter startClass(String name) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
        return writer;
    }

    private static void addMethod(ClassWriter writer, String name, String descriptor) {
        MethodVisitor method =
                writer.visitMethod(
                        Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, descriptor, null, null);
        method.visitCode();
        method.visitInsn(Opcodes.ACONST_NULL);
        method.visitInsn(Opcodes.ATHROW);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private static Class<?> load(CompiledClasses classes) throws ClassNotFoundException {
        String shaded =
                classes.bytesByName().keySet().stream()
                        .filter(name -> name.endsWith("Shaded"))
                        .findFirst()
                        .orElseThrow();
        return new GeneratedClassLoader(classes).loadClass(shaded);
    }

    private static MethodHandle check(CompiledClasses classes) throws ReflectiveOperationException {
        Class<?> shaded = load(classes);
        return MethodHandles.privateLookupIn(shaded, MethodHandles.lookup())
                .findStatic(shaded, "checkInterruption", MethodType.methodType(void.class));
    }
}
