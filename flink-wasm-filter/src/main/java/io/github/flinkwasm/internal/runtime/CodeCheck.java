package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.WasmEncoding;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.internal.runtime.BinaryReader.MalformedException;

/**
 * The part of {@link StructureCheck} that looks at instructions: it follows their shape and
 * nesting, sums up what the compiler will need, and refuses instructions that it cannot compile.
 */
final class CodeCheck {
    private static final int GC_PREFIX = 0xFB;
    private static final int SIMD_PREFIX = 0xFD;
    private static final int REF = 0x64;
    private static final int REF_NULL = 0x63;

    /**
     * Locals that one function declares, its parameters apart; a JVM method has not many more
     * slots.
     */
    private static final int MAX_LOCALS = 50_000;

    /** Bytes of one function; no method of 64 KiB of JVM bytecode comes from more. */
    private static final int MAX_BODY = 256 << 10;

    /**
     * The parser walks from every branch to its target and over the siblings of every loop: one
     * step each. Modules of up to 2.7 MB by compilers for Rust, Go, C, C# and Swift had at most 2
     * million; this many take a few seconds.
     */
    private static final long MAX_BRANCH_STEPS = 100_000_000;

    /**
     * Every operand that a branch leaves on the stack becomes an entry of a list and an instruction
     * that stays until its class is written. Compilers leave next to none: at most 4,300 in one of
     * those modules.
     */
    private static final int STEPS_PER_OPERAND = 100;

    /**
     * Heap that a compilation takes at least, measured with Chicory 1.7.5 on JDK 17: 55 to 60 bytes
     * for every instruction, and 5 bytes for every local at every branch (the frames from which ASM
     * computes stack maps).
     */
    private static final long HEAP_PER_INSTRUCTION = 60;

    private static final long HEAP_PER_LOCAL_AND_BRANCH = 5;

    private final String origin;
    private final Signatures signatures;
    private final BlockStack blocks;
    private long instructions;
    private long branches;
    private long branchSteps;
    private long localsTimesBranches;

    /** Which function is looked at, for messages; negative outside of functions. */
    private int function = -1;

    CodeCheck(String origin, Signatures signatures) {
        this.origin = origin;
        this.signatures = signatures;
        this.blocks = new BlockStack(signatures);
    }

    /** Looks at the bodies of the code section. */
    void functions(BinaryReader section, int count, int firstIndex) {
        for (int i = 0; i < count; i++) {
            function = firstIndex + i;
            BinaryReader body = section.slice(section.u32());
            if (body.remaining() > MAX_BODY) {
                throw tooLarge(body.remaining(), "bytes of code", MAX_BODY);
            }
            int locals = locals(body);
            long branchesBefore = branches;
            instructions(body);
            if (body.remaining() > 0) {
                throw new MalformedException(
                        "function "
                                + function
                                + " goes on after its end at byte "
                                + body.position());
            }
            localsTimesBranches += (locals + 1L) * (branches - branchesBefore);
        }
        function = -1;
    }

    private int locals(BinaryReader body) {
        int groups = body.count();
        long locals = 0;
        for (int i = 0; i < groups; i++) {
            locals += body.u32();
            if (locals > MAX_LOCALS) {
                throw tooLarge(locals, "local variables", MAX_LOCALS);
            }
            valueType(body, body.u32());
        }
        return (int) locals;
    }

    /** Looks at a constant expression. */
    void expression(BinaryReader section) {
        instructions(section);
    }

    /** Follows instructions up to the {@code end} of the block around them. */
    private void instructions(BinaryReader code) {
        blocks.reset();
        while (blocks.isOpen()) {
            OpCode instruction = instruction(code);
            instructions++;
            blocks.change(StackEffect.of(instruction));
            switch (instruction) {
                case BLOCK, LOOP, TRY_TABLE -> open(instruction, code);
                case IF -> {
                    blocks.change(-1);
                    open(instruction, code);
                }
                default -> operands(instruction, code);
            }
            switch (instruction) {
                case ELSE -> {
                    blocks.reopen();
                    branch(0);
                }
                case END -> steps(blocks.close());
                case UNREACHABLE, BR, BR_TABLE, RETURN, RETURN_CALL, RETURN_CALL_INDIRECT ->
                        blocks.endOfReachable();
                case THROW, THROW_REF, RETURN_CALL_REF -> blocks.endOfReachable();
                default -> {}
            }
        }
    }

    private void open(OpCode instruction, BinaryReader code) {
        long type = code.u32();
        // Numbers are also type indexes here; only these two have more bytes after them.
        valueType(code, type);
        if (!blocks.open(type, instruction == OpCode.LOOP)) {
            throw tooLarge(
                    BlockStack.MAX_NESTING + 1L,
                    "blocks inside each other",
                    BlockStack.MAX_NESTING);
        }
        branch(0);
        if (instruction == OpCode.TRY_TABLE) {
            catches(code);
        }
    }

    private void catches(BinaryReader code) {
        int count = code.count();
        for (int i = 0; i < count; i++) {
            int kind = code.u8();
            if (kind > 3) {
                throw new MalformedException("unknown kind of catch " + kind);
            }
            if (kind < 2) {
                code.u32();
            }
            branch(code.u32());
        }
    }

    private OpCode instruction(BinaryReader code) {
        int first = code.u8();
        boolean prefix = first >= GC_PREFIX && first < 0xFF;
        long number = prefix ? code.u32() : first;
        if (first == SIMD_PREFIX) {
            throw simd(origin, place());
        }
        // Numbers from 256 would run over into the next prefix.
        OpCode instruction =
                number > 0xFF ? null : OpCode.byOpCode(prefix ? first << 8 | (int) number : first);
        if (first == GC_PREFIX || instruction == null) {
            throw new ModuleRejectedException(
                    String.format(
                            "Module %s has an instruction%s that is not supported (opcode %02x%s,"
                                + " before byte %,d). It is damaged, or built with a proposal that"
                                + " has to be switched off, such as garbage collection or legacy"
                                + " exception handling.",
                            origin,
                            place(),
                            first,
                            prefix ? String.format(" %02x", number) : "",
                            code.position()));
        }
        return instruction;
    }

    private void operands(OpCode instruction, BinaryReader code) {
        boolean first = true;
        for (WasmEncoding operand : OpCode.signature(instruction)) {
            switch (operand) {
                case BYTE -> code.u8();
                case VARUINT -> number(instruction, code.u32(), first);
                case VARSINT32 -> code.skipNumber(5);
                case VARSINT64 -> code.skipNumber(10);
                case FLOAT32 -> code.skip(4);
                case FLOAT64 -> code.skip(8);
                case MEMARG -> memoryArgument(code);
                case VEC_VARUINT -> {
                    int labels = code.count();
                    for (int i = 0; i < labels; i++) {
                        branch(code.u32());
                    }
                }
                case VEC_VALUE_TYPE -> {
                    int types = code.count();
                    for (int i = 0; i < types; i++) {
                        valueType(code, code.u32());
                    }
                }
                case V128, BLOCK_TYPE, VEC_CATCH ->
                        throw new IllegalStateException(instruction + " is handled elsewhere");
            }
            first = false;
        }
    }

    private void number(OpCode instruction, long value, boolean first) {
        switch (instruction) {
            case BR, BR_IF, BR_TABLE, BR_ON_NULL, BR_ON_NON_NULL -> branch(value);
            case CALL, RETURN_CALL -> blocks.change(signatures.effectOfFunction(value));
            case CALL_INDIRECT, RETURN_CALL_INDIRECT, CALL_REF, RETURN_CALL_REF -> {
                if (first) {
                    blocks.change(signatures.effectOfType(value) - 1);
                }
            }
            default -> {}
        }
    }

    private void branch(long label) {
        branches++;
        steps(
                Math.min(label, BlockStack.MAX_NESTING)
                        + 1L
                        + (long) STEPS_PER_OPERAND * blocks.height());
    }

    private void steps(long more) {
        branchSteps += more;
        if (branchSteps > MAX_BRANCH_STEPS) {
            throw new ModuleRejectedException(
                    String.format(
                            "Module %s has more branches through more blocks, or over more"
                                    + " operands, than can be compiled in reasonable time; it went"
                                    + " over the limit in function %d. Split that function.",
                            origin, function));
        }
    }

    private static void memoryArgument(BinaryReader code) {
        long flags = code.u32();
        if (flags >> 6 != 0) {
            code.u32();
        }
        code.u32();
    }

    /** Skips what follows the first number of a value type. */
    static void valueType(BinaryReader code, long type) {
        if (type == REF || type == REF_NULL) {
            code.skipNumber(5);
        }
    }

    /** Refuses the module if the heap of this JVM is certainly too small to compile it. */
    void requireHeap(long maxHeap) {
        long needed =
                instructions * HEAP_PER_INSTRUCTION
                        + localsTimesBranches * HEAP_PER_LOCAL_AND_BRANCH;
        if (needed > maxHeap) {
            throw new ModuleRejectedException(
                    String.format(
                            "Module %s needs about %,d MiB of heap to be compiled, but this JVM has"
                                + " %,d MiB. Raise the heap (taskmanager.memory.task.heap.size), or"
                                + " build the filter for size.",
                            origin, needed >> 20, maxHeap >> 20));
        }
    }

    private String place() {
        return function < 0 ? "" : " in function " + function;
    }

    private ModuleRejectedException tooLarge(long found, String things, long allowed) {
        return new ModuleRejectedException(
                String.format(
                        "Module %s has a function (index %d) with %,d %s, but at most %,d can be"
                            + " compiled. Split or shrink the function, for example by building for"
                            + " size (-Os, opt-level \"s\") or with less inlining.",
                        origin, function, found, things, allowed));
    }

    static ModuleRejectedException simd(String origin, String place) {
        return new ModuleRejectedException(
                "Module "
                        + origin
                        + " uses SIMD"
                        + place
                        + ", which is not supported. Build the filter without it (clang:"
                        + " -mno-simd128; Rust: -C target-feature=-simd128).");
    }
}
