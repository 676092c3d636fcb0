package io.github.flinkwasm.internal.runtime;

import java.io.ByteArrayOutputStream;

/**
 * A module without its code: the same binary with every function body replaced by {@code
 * unreachable} and without custom sections other than "producers". It is all that a compiled module
 * still needs of its source, since the code is in the classes; and it is quickly parsed.
 *
 * <table>
 * <caption>What stands where a function body was</caption>
 * <tr><td>{@code 03}</td><td>size of the body in bytes</td></tr>
 * <tr><td>{@code 00}</td><td>no locals</td></tr>
 * <tr><td>{@code 00}</td><td>{@code unreachable}</td></tr>
 * <tr><td>{@code 0B}</td><td>{@code end}</td></tr>
 * </table>
 */
final class ModuleSkeleton {
    private static final int HEADER_BYTES = 8;
    private static final int CUSTOM_SECTION = 0;
    private static final int CODE_SECTION = 10;
    private static final byte[] BODY = {3, 0, 0, 0x0B};

    private ModuleSkeleton() {}

    /**
     * @param module a module that was parsed without complaint
     */
    static byte[] of(byte[] module) {
        ByteArrayOutputStream skeleton = new ByteArrayOutputStream();
        skeleton.write(module, 0, HEADER_BYTES);
        BinaryReader reader = new BinaryReader(module, HEADER_BYTES, module.length);
        while (reader.remaining() > 0) {
            int id = reader.u8();
            BinaryReader section = reader.slice(reader.u32());
            int from = section.position();
            int length = section.remaining();
            if (id == CODE_SECTION) {
                writeSection(skeleton, id, stubs(section.count()));
            } else if (id != CUSTOM_SECTION || section.name().equals("producers")) {
                byte[] content = new byte[length];
                System.arraycopy(module, from, content, 0, length);
                writeSection(skeleton, id, content);
            }
        }
        return skeleton.toByteArray();
    }

    private static byte[] stubs(int count) {
        ByteArrayOutputStream stubs = new ByteArrayOutputStream();
        writeNumber(stubs, count);
        for (int i = 0; i < count; i++) {
            stubs.writeBytes(BODY);
        }
        return stubs.toByteArray();
    }

    private static void writeSection(ByteArrayOutputStream out, int id, byte[] content) {
        out.write(id);
        writeNumber(out, content.length);
        out.writeBytes(content);
    }

    /** Unsigned LEB128. */
    private static void writeNumber(ByteArrayOutputStream out, int number) {
        int rest = number;
        while (rest >= 0x80) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
