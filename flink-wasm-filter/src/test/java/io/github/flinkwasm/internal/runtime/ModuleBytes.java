package io.github.flinkwasm.internal.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Assembles module binaries byte by byte, also ones that no assembler would let through. Sections
 * come out in the order of the calls; nothing is checked.
 */
public final class ModuleBytes {
    public static final int TYPE = 1;
    public static final int IMPORT = 2;
    public static final int FUNCTION = 3;
    public static final int TABLE = 4;
    public static final int MEMORY = 5;
    public static final int GLOBAL = 6;
    public static final int EXPORT = 7;
    public static final int START = 8;
    public static final int ELEMENT = 9;
    public static final int CODE = 10;
    public static final int DATA = 11;
    public static final int TAG = 13;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Raw bytes: the same class serves for a whole module and for the body of a section. */
    public static ModuleBytes bytes() {
        return new ModuleBytes();
    }

    /** A module: magic and version, nothing else yet. */
    public static ModuleBytes module() {
        return new ModuleBytes().hex("0061736d 01000000");
    }

    /** The smallest module that the runtime accepts: one page of memory and nothing else. */
    public static ModuleBytes moduleWithMemory() {
        return module().section(MEMORY, bytes().hex("01 00 01"));
    }

    /** Hex digits in any grouping. */
    public ModuleBytes hex(String digits) {
        out.writeBytes(HexFormat.of().parseHex(digits.replaceAll("\\s", "")));
        return this;
    }

    /** The same hex digits many times. */
    public ModuleBytes repeat(int times, String digits) {
        byte[] one = HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
        for (int i = 0; i < times; i++) {
            out.writeBytes(one);
        }
        return this;
    }

    /** An unsigned LEB128 number. */
    public ModuleBytes u32(long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** A signed LEB128 number. */
    public ModuleBytes s32(int value) {
        int rest = value;
        while (rest < -64 || rest > 63) {
            out.write((rest & 0x7F) | 0x80);
            rest >>= 7;
        }
        out.write(rest & 0x7F);
        return this;
    }

    /** A name: its length in bytes and its UTF-8. */
    public ModuleBytes name(String name) {
        return sized(bytes().utf8(name));
    }

    /** UTF-8 without a length. */
    public ModuleBytes utf8(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Other bytes as they are. */
    public ModuleBytes raw(ModuleBytes other) {
        out.writeBytes(other.toArray());
        return this;
    }

    /** Other bytes with their length in front. */
    public ModuleBytes sized(ModuleBytes other) {
        return u32(other.out.size()).raw(other);
    }

    /** A section with its id and length. */
    public ModuleBytes section(int id, ModuleBytes body) {
        out.write(id);
        return sized(body);
    }

    /**
     * One exported function {@code f: () -> ()} with the given locals and instructions, and one
     * page of memory.
     */
    public static ModuleBytes moduleWithFunction(ModuleBytes localsAndInstructions) {
        return moduleWithFunction(1, localsAndInstructions);
    }

    /** The same with more memory. */
    public static ModuleBytes moduleWithFunction(int pages, ModuleBytes localsAndInstructions) {
        return module().section(TYPE, bytes().hex("01 60 00 00"))
                .section(FUNCTION, bytes().hex("01 00"))
                .section(MEMORY, bytes().hex("01 00").u32(pages))
                .section(EXPORT, bytes().hex("01").name("f").hex("00 00"))
                .section(CODE, bytes().hex("01").sized(localsAndInstructions));
    }

    public byte[] toArray() {
        return out.toByteArray();
    }
}
