package io.github.flinkwasm.internal.runtime;

import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.internal.runtime.BinaryReader.MalformedException;
import java.util.Arrays;

/**
 * Walks a module once before the parser sees it, and refuses what would make parser, compiler or
 * instance allocate or work out of proportion to the module's size, or what a filter cannot have.
 * The parser allocates by the counts it reads and some of its work grows with their square; a
 * module is hostile input, and opening a filter has no deadline. Only shape and size are looked at:
 * the parser still validates everything.
 *
 * <p>The limits are far above what toolchains emit for filters. See docs/rationale.md, "Why is a
 * module walked before it is parsed?".
 */
final class StructureCheck {
    private static final int HEADER = 8;

    private static final int MAX_TYPES = 5_000;
    private static final int MAX_PARAMETERS = 1_000;
    private static final int MAX_IMPORTS = 1_000;
    private static final int MAX_FUNCTIONS = 100_000;
    private static final int MAX_TABLES = 100;
    private static final int MAX_TAGS = 100;
    private static final int MAX_ENTRIES = 100_000;

    /**
     * For every pair of a function and a type equal to its own, the compiler emits a case of a
     * switch. Toolchains write a type once, so that there is one pair for every function.
     */
    private static final long MAX_TYPE_MATCHES = 500_000;

    private static final int FUNCTION_TYPE = 0x60;
    private static final int V128 = 0x7B;
    private static final int EXTERNREF = 0x6F;
    private static final int FUNCREF = 0x70;

    /** Flags of limits: bit 0 a maximum, bit 1 shared, bit 2 64-bit addresses. */
    private static final int SIXTY_FOUR_BIT = 4;

    private final String origin;
    private final BinaryReader module;
    private final Signatures signatures = new Signatures();
    private final CodeCheck code;
    private int importedFunctions;
    private int memories;

    private StructureCheck(byte[] bytes, String origin) {
        this.origin = origin;
        this.module = new BinaryReader(bytes, HEADER, bytes.length);
        this.code = new CodeCheck(origin, signatures);
    }

    /**
     * @throws ModuleRejectedException if the module is too large in some way, or has what a filter
     *     cannot have
     * @throws MalformedException if its bytes break the binary format
     */
    static void check(byte[] bytes, String origin) {
        new StructureCheck(bytes, origin).check();
    }

    private void check() {
        while (module.remaining() > 0) {
            int id = module.u8();
            section(id, module.slice(module.u32()));
        }
        if (memories != 1) {
            throw wrongMemories();
        }
        code.requireHeap(Runtime.getRuntime().maxMemory());
    }

    private void section(int id, BinaryReader section) {
        switch (id) {
            case 1 -> types(section);
            case 2 -> imports(section);
            case 3 -> functions(section);
            case 4 -> tables(section);
            case 5 -> memories(section);
            case 6 -> globals(section);
            case 7 -> exports(section);
            case 9 -> elements(section);
            case 10 ->
                    code.functions(
                            section, count(section, MAX_FUNCTIONS, "functions"), importedFunctions);
            case 11 -> data(section);
            case 13 -> count(section, MAX_TAGS, "exception tags");
            default -> {
                // Nothing in the other sections is counted, or the parser ignores it.
            }
        }
    }

    /**
     * The part of a "name" section that names functions, with nothing else; the section's id is not
     * part of it.
     *
     * @throws MalformedException if it is damaged
     */
    static byte[] functionNamesOf(byte[] nameSection) {
        BinaryReader section = new BinaryReader(nameSection, 0, nameSection.length);
        while (section.remaining() > 0) {
            int from = section.position();
            int id = section.u8();
            BinaryReader names = section.slice(section.u32());
            if (id == 1) {
                int count = names.count();
                for (int i = 0; i < count; i++) {
                    names.u32();
                    names.skipSized();
                }
                return Arrays.copyOfRange(nameSection, from, section.position());
            }
        }
        return new byte[0];
    }

    private int count(BinaryReader section, int max, String things) {
        int count = section.count();
        if (count > max) {
            throw tooMany(count, things, max);
        }
        return count;
    }

    private void types(BinaryReader section) {
        int count = count(section, MAX_TYPES, "function types");
        for (int i = 0; i < count; i++) {
            if (section.u8() != FUNCTION_TYPE) {
                throw unsupported(
                        "defines structs, arrays or recursive types of the garbage-collection"
                                + " proposal, whose objects would escape the memory limit");
            }
            String parameters = valueTypes(section);
            signatures.addType(parameters, valueTypes(section));
        }
    }

    private String valueTypes(BinaryReader section) {
        int count = count(section, MAX_PARAMETERS, "parameters or results of one function type");
        StringBuilder types = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            types.append((char) valueType(section));
        }
        return types.toString();
    }

    private long valueType(BinaryReader section) {
        long type = section.u32();
        if (type == V128) {
            throw CodeCheck.simd(origin, "");
        }
        boolean number = type > V128 && type <= 0x7F;
        if (!number && type != FUNCREF && type != EXTERNREF) {
            throw unsupported(
                    String.format(
                            "uses the value type 0x%02x, a reference of the garbage-collection,"
                                    + " typed-reference or exception-handling proposal",
                            type));
        }
        return type;
    }

    private void imports(BinaryReader section) {
        int count = count(section, MAX_IMPORTS, "imports");
        for (int i = 0; i < count; i++) {
            String name = section.name() + "." + section.name();
            int kind = section.u8();
            if (kind != 0) {
                throw importOf(kind, name);
            }
            signatures.addFunction(section.u32());
        }
        importedFunctions = count;
    }

    private void functions(BinaryReader section) {
        int count = count(section, MAX_FUNCTIONS, "functions");
        for (int i = 0; i < count; i++) {
            signatures.addFunction(section.u32());
        }
        long matches = signatures.matches();
        if (matches > MAX_TYPE_MATCHES) {
            throw tooMany(
                    matches, "pairs of functions and types equal to theirs", MAX_TYPE_MATCHES);
        }
    }

    private void tables(BinaryReader section) {
        int count = count(section, MAX_TABLES, "tables");
        for (int i = 0; i < count; i++) {
            long type = section.u32();
            boolean hasInitializer = type == 0x40;
            if (hasInitializer) {
                section.u8();
                type = section.u32();
            }
            if (type != FUNCREF && type != EXTERNREF) {
                throw unsupported(
                        String.format("has a table of elements of the type 0x%02x", type));
            }
            if ((limits(section) & SIXTY_FOUR_BIT) != 0) {
                throw unsupported("has a table with 64-bit indexes (memory64)");
            }
            if (hasInitializer) {
                code.expression(section);
            }
        }
    }

    private void memories(BinaryReader section) {
        memories = section.count();
        if (memories != 1) {
            throw wrongMemories();
        }
        if ((limits(section) & SIXTY_FOUR_BIT) != 0) {
            throw unsupported("has a memory with 64-bit addresses (memory64)");
        }
    }

    private static int limits(BinaryReader section) {
        int flags = section.u8();
        int maxBytes = (flags & SIXTY_FOUR_BIT) == 0 ? 5 : 10;
        section.skipNumber(maxBytes);
        if ((flags & 1) != 0) {
            section.skipNumber(maxBytes);
        }
        return flags;
    }

    private void globals(BinaryReader section) {
        int count = count(section, MAX_ENTRIES, "globals");
        for (int i = 0; i < count; i++) {
            valueType(section);
            section.u8();
            code.expression(section);
        }
    }

    private void exports(BinaryReader section) {
        int count = count(section, MAX_ENTRIES, "exports");
        for (int i = 0; i < count; i++) {
            section.skipSized();
            section.u8();
            section.u32();
        }
    }

    private void elements(BinaryReader section) {
        int count = count(section, MAX_ENTRIES, "element segments");
        for (int i = 0; i < count; i++) {
            int flags = (int) section.u32();
            boolean active = (flags & 1) == 0;
            boolean explicit = (flags & 2) != 0;
            boolean expressions = (flags & 4) != 0;
            if (active && explicit) {
                section.u32();
            }
            if (active) {
                code.expression(section);
            }
            if (!active || explicit) {
                CodeCheck.valueType(section, section.u32());
            }
            int items = section.count();
            for (int item = 0; item < items; item++) {
                if (expressions) {
                    code.expression(section);
                } else {
                    section.u32();
                }
            }
        }
    }

    private void data(BinaryReader section) {
        int count = count(section, MAX_ENTRIES, "data segments");
        for (int i = 0; i < count; i++) {
            long flags = section.u32();
            if (flags == 2) {
                section.u32();
            }
            if (flags != 1) {
                code.expression(section);
            }
            section.skipSized();
        }
    }

    private ModuleRejectedException importOf(int kind, String name) {
        String thing =
                switch (kind) {
                    case 1 -> "table";
                    case 2 -> "memory";
                    case 3 -> "global";
                    case 4 -> "exception tag";
                    default -> "unknown thing";
                };
        return new ModuleRejectedException(
                "Module "
                        + origin
                        + " imports the "
                        + thing
                        + " "
                        + GuestText.quoted(name)
                        + ", but a filter can import functions only. Define it inside the module"
                        + " (for a memory: do not link with --import-memory).");
    }

    private ModuleRejectedException wrongMemories() {
        return new ModuleRejectedException(
                "Module "
                        + origin
                        + " has "
                        + (memories == 0 ? "no memory" : memories + " memories")
                        + ", but a filter needs exactly one: tag and record are handed over in"
                        + " it.");
    }

    private ModuleRejectedException unsupported(String what) {
        return new ModuleRejectedException(
                "Module "
                        + origin
                        + " "
                        + what
                        + "; that is not supported. Build the filter for WebAssembly with 32-bit"
                        + " linear memory and without that proposal.");
    }

    private ModuleRejectedException tooMany(long found, String things, long allowed) {
        return new ModuleRejectedException(
                String.format(
                        "Module %s has %,d %s, but at most %,d are supported. Build the filter"
                                + " smaller, for example with dead code removed (wasm-opt -Oz), or"
                                + " split it.",
                        origin, found, things, allowed));
    }
}
