package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.internal.runtime.CompiledModule.HugeMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class ModuleCompilerTest {

    @Test
    void sameModuleGivesTheSameClassesByteForByte() {
        // Given
        byte[] module = TestGuest.bytes("echo/rust/rust_unknown");

        // When
        CompiledClasses first = ModuleCompiler.compile(module, "first").classes();
        CompiledClasses second = ModuleCompiler.compile(module.clone(), "second").classes();

        // Then
        assertThat(second.bytesByName().keySet())
                .containsExactlyElementsOf(first.bytesByName().keySet());
        first.bytesByName()
                .forEach(
                        (name, bytes) ->
                                assertThat(second.bytesByName().get(name)).isEqualTo(bytes));
        assertThat(first.machineClass()).isEqualTo(ModuleCompiler.MACHINE_CLASS);
        assertThat(first.bytesByName()).containsKey(ModuleCompiler.MACHINE_CLASS);
        assertThat(first.sizeBytes())
                .isEqualTo(first.bytesByName().values().stream().mapToLong(b -> b.length).sum());
    }

    @Test
    void namesOfClassesAreBinaryNames() {
        // When
        CompiledClasses classes = TestGuest.compile("wat/identity").classes();

        // Then
        assertThat(classes.bytesByName().keySet())
                .hasSizeGreaterThan(2)
                .allMatch(name -> name.startsWith(ModuleCompiler.MACHINE_CLASS))
                .noneMatch(name -> name.contains("/"));
    }

    @Test
    void classThatTheJvmRefusesRefusesTheModuleBeforeAnyGuestRuns() {
        // Given
        CompiledModule good = TestGuest.compile("wat/identity");
        Map<String, byte[]> classes = new TreeMap<>(good.classes().bytesByName());
        String functions = ModuleCompiler.MACHINE_CLASS + "FuncGroup_0";
        assertThat(classes).containsKey(functions);
        classes.put(functions, classWithoutReturn(functions));
        CompiledClasses broken = CompiledClasses.of(ModuleCompiler.MACHINE_CLASS, classes);

        // When
        assertThatThrownBy(
                        () ->
                                new CompiledModule(
                                        "broken",
                                        good.module(),
                                        good.description(),
                                        broken,
                                        List.of()))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageStartingWith(
                        "Module broken was compiled to JVM bytecode that this JVM refuses (")
                .hasCauseInstanceOf(VerifyError.class);
    }

    private static byte[] classWithoutReturn(String name) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(
                Opcodes.V11,
                Opcodes.ACC_PUBLIC,
                name.replace('.', '/'),
                null,
                "java/lang/Object",
                null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "f", "()V", null, null);
        method.visitCode();
        method.visitInsn(Opcodes.NOP);
        method.visitMaxs(0, 0);
        method.visitEnd();
        return writer.toByteArray();
    }

    /**
     * {@code i32.const n; drop}, many times, with numbers that take a constant of the class each.
     */
    private static ModuleBytes functionOf(int instructions) {
        ModuleBytes body = ModuleBytes.bytes().hex("00");
        for (int i = 0; i < instructions; i++) {
            body.hex("41").s32(100_000 + i % 100).hex("1a");
        }
        return ModuleBytes.moduleWithFunction(body.hex("0b"));
    }

    @Test
    void functionTooLargeForTheJvmIsRefusedWithAdvice() {
        // When
        assertThatThrownBy(() -> TestGuest.compile(functionOf(40_000)))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageStartingWith("Module test module cannot be compiled to JVM bytecode (")
                .hasMessageContaining("function index: 0")
                .hasMessageContaining("-Os, opt-level \"s\"");
    }

    @Test
    void functionTooLargeForTheJitIsCompiledAndListed() {
        // Given
        CompiledModule small = TestGuest.compile(functionOf(1_000));

        // When
        CompiledModule large = TestGuest.compile(functionOf(5_000));

        // Then
        assertThat(small.hugeMethods()).isEmpty();
        assertThat(large.hugeMethods())
                .singleElement()
                .satisfies(
                        huge -> {
                            assertThat(huge.function()).isEqualTo("function 0");
                            assertThat(huge.codeBytes()).isBetween(15_000, 25_000);
                        });
        try (TestGuest guest = TestGuest.start(large)) {
            assertThat(guest.call("f")).isZero();
        }
    }

    @Test
    void hugeFunctionsAreNamedByTheNameSectionMadeHarmless() {
        // Given
        ModuleBytes names =
                ModuleBytes.bytes()
                        .name("name")
                        .hex("01")
                        .sized(
                                ModuleBytes.bytes()
                                        .hex("01 00")
                                        .name("parse\u001b[0m\n" + "v".repeat(500)));

        // When
        CompiledModule module = TestGuest.compile(functionOf(5_000).section(0, names));

        // Then
        assertThat(module.hugeMethods())
                .extracting(HugeMethod::function)
                .singleElement()
                .satisfies(
                        name -> {
                            assertThat(name).startsWith("parse?[0m?vvv");
                            assertThat(name).hasSizeLessThan(110);
                        });
    }

    @Test
    void hugeFunctionsAreListedLargestFirst() {
        // Given
        ModuleBytes code = ModuleBytes.bytes().u32(3);
        for (int instructions : new int[] {4_000, 10, 6_000}) {
            ModuleBytes body = ModuleBytes.bytes().hex("00");
            for (int i = 0; i < instructions; i++) {
                body.hex("41").s32(100_000).hex("1a");
            }
            code.sized(body.hex("0b"));
        }
        ModuleBytes module =
                ModuleBytes.module()
                        .section(ModuleBytes.TYPE, ModuleBytes.bytes().hex("01 600000"))
                        .section(ModuleBytes.FUNCTION, ModuleBytes.bytes().hex("03 000000"))
                        .section(ModuleBytes.MEMORY, ModuleBytes.bytes().hex("01 0001"))
                        .section(ModuleBytes.CODE, code);

        // When
        List<HugeMethod> huge = TestGuest.compile(module).hugeMethods();

        // Then
        assertThat(huge)
                .extracting(HugeMethod::function)
                .containsExactly("function 2", "function 0");
    }

    @Test
    void manyParametersAreEitherRunOrRefused() {
        // Given
        List<Integer> refused = new ArrayList<>();
        for (int parameters : new int[] {1, 100, 250, 251, 252, 253, 254, 255, 256, 500, 1_000}) {
            ModuleBytes module = functionWithParameters(parameters);

            // When
            try (TestGuest guest = TestGuest.start(TestGuest.compile(module))) {
                long[] arguments = new long[parameters];
                arguments[parameters - 1] = 42;

                // Then
                assertThat(guest.callInt("f", arguments)).isEqualTo(42);
            } catch (ModuleRejectedException tooMany) {
                refused.add(parameters);
            }
        }
        // A JVM method has 255; Chicory falls back to an array above that, and is off by a little.
        assertThat(refused).isSubsetOf(252, 253);
    }

    private static ModuleBytes functionWithParameters(int parameters) {
        return ModuleBytes.module()
                .section(
                        ModuleBytes.TYPE,
                        ModuleBytes.bytes()
                                .hex("01 60")
                                .u32(parameters)
                                .repeat(parameters, "7f")
                                .hex("01 7f"))
                .section(ModuleBytes.FUNCTION, ModuleBytes.bytes().hex("01 00"))
                .section(ModuleBytes.MEMORY, ModuleBytes.bytes().hex("01 00 01"))
                .section(ModuleBytes.EXPORT, ModuleBytes.bytes().hex("01").name("f").hex("00 00"))
                .section(
                        ModuleBytes.CODE,
                        ModuleBytes.bytes()
                                .hex("01")
                                .sized(
                                        ModuleBytes.bytes()
                                                .hex("00 20")
                                                .u32(parameters - 1)
                                                .hex("0b")));
    }

    @Test
    void manyFunctionsAreSpreadOverClassesAndAllCanBeCalled() {
        // Given
        int count = 3_000;
        ModuleBytes code = ModuleBytes.bytes().u32(count);
        ModuleBytes exports = ModuleBytes.bytes().u32(3);
        for (int i = 0; i < count; i++) {
            code.sized(ModuleBytes.bytes().hex("00 41").s32(i).hex("0b"));
        }
        for (int index : new int[] {0, 1_500, 2_999}) {
            exports.name("f" + index).hex("00").u32(index);
        }
        ModuleBytes module =
                ModuleBytes.module()
                        .section(ModuleBytes.TYPE, ModuleBytes.bytes().hex("01 6000017f"))
                        .section(
                                ModuleBytes.FUNCTION,
                                ModuleBytes.bytes().u32(count).repeat(count, "00"))
                        .section(ModuleBytes.MEMORY, ModuleBytes.bytes().hex("01 0001"))
                        .section(ModuleBytes.EXPORT, exports)
                        .section(ModuleBytes.CODE, code);

        // When
        try (TestGuest guest = TestGuest.start(TestGuest.compile(module))) {
            // Then
            for (int index : new int[] {0, 1_500, 2_999}) {
                assertThat(guest.callInt("f" + index)).isEqualTo(index);
            }
        }
    }
}
