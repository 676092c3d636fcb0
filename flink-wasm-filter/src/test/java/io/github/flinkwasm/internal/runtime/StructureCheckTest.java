package io.github.flinkwasm.internal.runtime;

import static io.github.flinkwasm.internal.runtime.ModuleBytes.CODE;
import static io.github.flinkwasm.internal.runtime.ModuleBytes.DATA;
import static io.github.flinkwasm.internal.runtime.ModuleBytes.ELEMENT;
import static io.github.flinkwasm.internal.runtime.ModuleBytes.EXPORT;
import static io.github.flinkwasm.internal.runtime.ModuleBytes.FUNCTION;
import static io.github.flinkwasm.internal.runtime.ModuleBytes.GLOBAL;
import static io.github.flinkwasm.internal.runtime.ModuleBytes.IMPORT;
import static io.github.flinkwasm.internal.runtime.ModuleBytes.MEMORY;
import static io.github.flinkwasm.internal.runtime.ModuleBytes.TABLE;
import static io.github.flinkwasm.internal.runtime.ModuleBytes.TAG;
import static io.github.flinkwasm.internal.runtime.ModuleBytes.TYPE;
import static io.github.flinkwasm.internal.runtime.ModuleBytes.bytes;
import static io.github.flinkwasm.internal.runtime.ModuleBytes.module;
import static io.github.flinkwasm.internal.runtime.ModuleBytes.moduleWithFunction;
import static io.github.flinkwasm.internal.runtime.ModuleBytes.moduleWithMemory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.ModuleRejectedException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each module here is refused before the parser allocates or works for it; a slow refusal runs into
 * the timeout.
 */
@Timeout(20)
class StructureCheckTest {
    private static final long HUGE = 0x7fff_ffffL;

    static List<Arguments> modulesOutOfProportion() {
        List<Arguments> cases = new ArrayList<>();
        cases.add(announces("parameters", module().section(TYPE, bytes().hex("01 60").u32(HUGE))));
        cases.add(announces("results", module().section(TYPE, bytes().hex("01 6000").u32(HUGE))));
        cases.add(announces("types", module().section(TYPE, bytes().u32(HUGE))));
        cases.add(announces("imports", module().section(IMPORT, bytes().u32(HUGE))));
        cases.add(announces("functions", module().section(FUNCTION, bytes().u32(HUGE))));
        cases.add(announces("tables", module().section(TABLE, bytes().u32(HUGE))));
        cases.add(announces("globals", moduleWithMemory().section(GLOBAL, bytes().u32(HUGE))));
        cases.add(announces("exports", moduleWithMemory().section(EXPORT, bytes().u32(HUGE))));
        cases.add(
                announces(
                        "export name",
                        moduleWithMemory().section(EXPORT, bytes().u32(1).u32(HUGE))));
        cases.add(
                announces(
                        "import name", module().section(IMPORT, bytes().u32(1).u32(0xffff_ffffL))));
        cases.add(announces("segments", moduleWithMemory().section(ELEMENT, bytes().u32(HUGE))));
        cases.add(
                announces(
                        "elements",
                        moduleWithMemory().section(ELEMENT, bytes().hex("01 01 00").u32(HUGE))));
        cases.add(
                announces(
                        "element expressions",
                        moduleWithMemory().section(ELEMENT, bytes().hex("01 05 70").u32(HUGE))));
        cases.add(
                announces(
                        "data", moduleWithMemory().section(DATA, bytes().hex("01 01").u32(HUGE))));
        cases.add(
                announces(
                        "data of 2 GiB in 4 GiB",
                        moduleWithMemory().section(DATA, bytes().hex("01 01").u32(0xffff_fff0L))));
        cases.add(announces("bodies", moduleWithMemory().section(CODE, bytes().u32(HUGE))));
        cases.add(announces("body", moduleWithMemory().section(CODE, bytes().u32(1).u32(HUGE))));
        cases.add(announces("local groups", moduleWithFunction(bytes().u32(HUGE).hex("0b"))));
        cases.add(
                announces(
                        "branch targets",
                        moduleWithFunction(bytes().hex("00 4100 0e").u32(HUGE).hex("00 0b"))));
        cases.add(announces("section", module().raw(bytes().hex("01").u32(HUGE))));
        cases.add(
                announces("section backwards", module().raw(bytes().hex("00").u32(0xffff_fff0L))));
        return cases;
    }

    private static Arguments announces(String what, ModuleBytes module) {
        return Arguments.of(what, module);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("modulesOutOfProportion")
    void countsAreHeldAgainstTheBytesThatFollow(String what, ModuleBytes module) {
        // When
        assertThatThrownBy(() -> compile(module))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageStartingWith("Module test is not a valid WebAssembly module (")
                .hasMessageContaining("more bytes are announced at byte");
    }

    static List<Arguments> modulesOverALimit() {
        return List.of(
                Arguments.of(
                        "20,000 function types, but at most 5,000",
                        module().section(TYPE, bytes().u32(20_000).repeat(20_000, "600000"))),
                Arguments.of(
                        "1,001 parameters or results of one function type, but at most 1,000",
                        module().section(TYPE, bytes().hex("01 60").u32(1001).repeat(1001, "7f"))),
                Arguments.of(
                        "20,000 imports, but at most 1,000",
                        module().section(
                                        IMPORT,
                                        bytes().u32(20_000).repeat(20_000, "0161 0162 00 00"))),
                Arguments.of(
                        "200,000 functions, but at most 100,000",
                        module().section(TYPE, bytes().hex("01 600000"))
                                .section(FUNCTION, bytes().u32(200_000).repeat(200_000, "00"))),
                Arguments.of(
                        "200,000 functions, but at most 100,000",
                        module().section(CODE, bytes().u32(200_000).repeat(200_000, "02000b"))),
                Arguments.of(
                        "9,000,000 pairs of functions and types equal to theirs",
                        module().section(TYPE, bytes().u32(3000).repeat(3000, "60017f00"))
                                .section(FUNCTION, bytes().u32(3000).repeat(3000, "00"))),
                Arguments.of(
                        "1,000 tables, but at most 100",
                        module().section(TABLE, bytes().u32(1000).repeat(1000, "700001"))),
                Arguments.of(
                        "101 exception tags, but at most 100",
                        module().section(TAG, bytes().u32(101).repeat(101, "0000"))),
                Arguments.of(
                        "200,000 globals, but at most 100,000",
                        module().section(
                                        GLOBAL,
                                        bytes().u32(200_000).repeat(200_000, "7f0041000b"))),
                Arguments.of(
                        "100,000 local variables, but at most 50,000",
                        moduleWithFunction(bytes().u32(3000).repeat(3000, "d08603 7f").hex("0b"))),
                Arguments.of(
                        "4,294,967,295 local variables",
                        moduleWithFunction(bytes().hex("01 ffffffff0f 7f 0b"))),
                Arguments.of(
                        "300,002 bytes of code, but at most 262,144",
                        moduleWithFunction(bytes().hex("00").repeat(300_000, "01").hex("0b"))),
                Arguments.of(
                        "10,001 blocks inside each other, but at most 10,000",
                        moduleWithFunction(
                                bytes().hex("00")
                                        .repeat(20_000, "0240")
                                        .repeat(20_000, "0b")
                                        .hex("0b"))),
                Arguments.of(
                        "branches through more blocks, or over more operands",
                        moduleWithFunction(
                                bytes().hex("00 0240")
                                        .repeat(30_000, "4100")
                                        .repeat(20_000, "41000d00")
                                        .repeat(30_000, "1a")
                                        .hex("0b 0b"))),
                Arguments.of("branches through more blocks", manyBranchesThroughManyBlocks()),
                Arguments.of("branches through more blocks", manyLoopsBesideEachOther()));
    }

    /** Twelve functions, each with 9,000 branches out of 9,000 blocks. */
    private static ModuleBytes manyBranchesThroughManyBlocks() {
        ModuleBytes body =
                bytes().hex("00")
                        .repeat(9_000, "0240")
                        .repeat(9_000, "4100 0d a846")
                        .repeat(9_000, "0b")
                        .hex("0b");
        return functions(12, body);
    }

    private static ModuleBytes manyLoopsBesideEachOther() {
        return functions(1, bytes().hex("00").repeat(80_000, "03400b").hex("0b"));
    }

    private static ModuleBytes functions(int count, ModuleBytes body) {
        ModuleBytes code = bytes().u32(count);
        for (int i = 0; i < count; i++) {
            code.sized(body);
        }
        return module().section(TYPE, bytes().hex("01 600000"))
                .section(FUNCTION, bytes().u32(count).repeat(count, "00"))
                .section(MEMORY, bytes().hex("010001"))
                .section(CODE, code);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("modulesOverALimit")
    void moduleOverALimitIsRefusedAtOnce(String message, ModuleBytes module) {
        // When
        assertThatThrownBy(() -> compile(module))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void moduleThatNeedsMoreHeapThanThereIsIsRefusedAtOnce() {
        // Given
        ModuleBytes manyLocalsAndBranches =
                bytes().hex("01 c0b802 7f") // 40,000 locals
                        .repeat(20_000, "0240 41000d00 0b")
                        .hex("0b");

        // When
        assertThatThrownBy(() -> compile(functions(20, manyLocalsAndBranches)))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining("needs about")
                .hasMessageContaining("MiB of heap to be compiled, but this JVM has");
    }

    static List<Arguments> unsupportedModules() {
        return List.of(
                Arguments.of(
                        "defines structs, arrays or recursive types of the garbage-collection"
                                + " proposal",
                        module().section(TYPE, bytes().hex("01 5f 01 7f 00"))),
                Arguments.of(
                        "defines structs, arrays or recursive types of the garbage-collection"
                                + " proposal",
                        module().section(TYPE, bytes().hex("01 4e 01 600000"))),
                Arguments.of(
                        "uses the value type 0x64, a reference of the garbage-collection",
                        module().section(TYPE, bytes().hex("01 60 01 6470 00"))),
                Arguments.of(
                        "has an instruction in function 0 that is not supported (opcode fb 1c",
                        moduleWithFunction(bytes().hex("00 4100 fb1c 1a 0b"))),
                Arguments.of(
                        "has an instruction that is not supported (opcode fb 1c",
                        moduleWithMemory().section(GLOBAL, bytes().hex("01 7f00 4100 fb1c 0b"))),
                Arguments.of(
                        "has an instruction in function 0 that is not supported (opcode 06",
                        moduleWithFunction(bytes().hex("00 0640 0b 0b"))),
                Arguments.of(
                        "has an instruction in function 0 that is not supported (opcode fc 100",
                        moduleWithFunction(bytes().hex("00 fc8002 0b"))),
                Arguments.of(
                        "uses SIMD in function 0",
                        moduleWithFunction(bytes().hex("00 4100 fd0f 1a 0b"))),
                Arguments.of("uses SIMD", module().section(TYPE, bytes().hex("01 60 01 7b 00"))),
                Arguments.of(
                        "uses SIMD", moduleWithMemory().section(GLOBAL, bytes().hex("01 7b00"))),
                Arguments.of(
                        "has a memory with 64-bit addresses (memory64)",
                        module().section(MEMORY, bytes().hex("01 04 01"))),
                Arguments.of(
                        "has a table with 64-bit indexes (memory64)",
                        module().section(TABLE, bytes().hex("01 70 05 01 02"))),
                Arguments.of(
                        "has a table of elements of the type 0x6e",
                        module().section(TABLE, bytes().hex("01 6e 00 01"))),
                Arguments.of(
                        "has 2 memories", module().section(MEMORY, bytes().hex("02 0001 0001"))),
                Arguments.of("has no memory", module()),
                Arguments.of("has no memory", module().section(MEMORY, bytes().hex("00"))),
                Arguments.of("imports the memory \"env.memory\"", importing("02 00 01")),
                Arguments.of("imports the table \"env.memory\"", importing("01 70 00 01")),
                Arguments.of("imports the global \"env.memory\"", importing("03 7f 00")),
                Arguments.of("imports the exception tag \"env.memory\"", importing("04 00 00")));
    }

    private static ModuleBytes importing(String what) {
        return module().section(TYPE, bytes().hex("01 600000"))
                .section(IMPORT, bytes().hex("01").name("env").name("memory").hex(what));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsupportedModules")
    void whatAFilterCannotHaveIsNamed(String message, ModuleBytes module) {
        // When
        assertThatThrownBy(() -> compile(module))

                // Then
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageStartingWith("Module test ")
                .hasMessageContaining(message)
                .hasMessageFindingMatch(
                        "Build the filter|Define it inside|exactly one|switched off");
    }

    @Test
    void namesOfImportsAreMadeHarmless() {
        // Given
        String hostile = "\u001b[2J\r\nforged line\u202e" + "x".repeat(500);
        ModuleBytes module =
                module().section(IMPORT, bytes().hex("01").name(hostile).name("").hex("02 00 01"));

        // When
        assertThatThrownBy(() -> compile(module))

                // Then
                .hasMessageContaining("\"?[2J??forged line?xxx")
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(400));
    }

    @Test
    void damagedNameSectionCountsAsAbsent() {
        for (String names :
                List.of(
                        "01 ffffff7f", // a subsection beyond the end
                        "01 05 ffffffff0f", // four billion names
                        "01 04 01 00 ffff03", // a name beyond the end
                        "00 05 04 6162", // no functions at all, and damaged
                        "ff")) {
            // Given
            ModuleBytes module =
                    moduleWithFunction(bytes().hex("00 0b"))
                            .section(0, bytes().name("name").hex(names));

            // When
            CompiledModule compiled = compile(module);

            // Then
            assertThat(compiled.description().functionCount()).isEqualTo(1);
        }
    }

    @Test
    void ordinaryShapesPass() {
        // Given
        List<ModuleBytes> modules =
                List.of(
                        moduleWithMemory(),
                        module().section(MEMORY, bytes().hex("01 03 01 02")),
                        module().section(TABLE, bytes().hex("01 40 00 70 00 01 d070 0b"))
                                .section(MEMORY, bytes().hex("01 00 01")),
                        moduleWithFunction(
                                bytes().hex("00")
                                        .repeat(9_000, "0240")
                                        .repeat(9_000, "0b")
                                        .hex("0b")),
                        moduleWithFunction(bytes().hex("01 f4 03 7e 0b")),
                        moduleWithFunction(bytes().hex("00 00 0b")),
                        functions(2_000, bytes().hex("00 0b")),
                        moduleWithMemory().section(0, bytes().name("unknown").hex("ffff")));

        for (ModuleBytes module : modules) {
            // When
            assertThatCode(() -> StructureCheck.check(module.toArray(), "test"))

                    // Then
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo/rust/rust_wasi",
                "echo/c/c_wasi",
                "echo/go/go",
                "echo/assemblyscript/assemblyscript_managed",
                "echo/zig/zig_freestanding",
                "fluent-bit-shapes/c/tinygo_like",
                "wat/runtime/everything"
            })
    void modulesOfEveryToolchainPass(String guest) {
        // When
        assertThatCode(() -> StructureCheck.check(TestGuest.bytes(guest), guest))

                // Then
                .doesNotThrowAnyException();
    }

    private static CompiledModule compile(ModuleBytes module) {
        return ModuleCompiler.compile(module.toArray(), "test");
    }

    @Test
    void readerStaysInsideItsBounds() {
        // Given
        byte[] bytes = HexFormat.of().parseHex("00ff01");

        // When
        BinaryReader slice = new BinaryReader(bytes, 0, 3).slice(1);

        // Then
        assertThat(slice.u8()).isZero();
        assertThatThrownBy(slice::u8).isInstanceOf(BinaryReader.MalformedException.class);
        assertThatThrownBy(() -> new BinaryReader(bytes, 1, 2).u32())
                .isInstanceOf(BinaryReader.MalformedException.class);
        assertThat(new BinaryReader(bytes, 1, 3).u32()).isEqualTo(255);
        assertThatThrownBy(() -> new BinaryReader(bytes, 0, 3).skip(0x1_0000_0001L))
                .isInstanceOf(BinaryReader.MalformedException.class);
    }
}
