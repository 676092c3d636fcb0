package io.github.flinkwasm.internal.runtime;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the bytecode size of every method of a class file (JVM specification, chapter 4). ASM does
 * not tell it, and HotSpot decides by it: a method over {@link #JIT_LIMIT} bytes is never compiled
 * to machine code, unless {@code -XX:-DontCompileHugeMethods} is given.
 */
final class MethodSizes {
    /** HotSpot's {@code HugeMethodLimit}. */
    static final int JIT_LIMIT = 8000;

    /** One method and the bytes of its code. */
    record Method(String name, int codeBytes) {}

    private MethodSizes() {}

    static List<Method> of(byte[] classFile) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
            in.skipNBytes(8);
            String[] names = constantPool(in);
            in.skipNBytes(6);
            in.skipNBytes(2L * in.readUnsignedShort());
            List<Method> methods = new ArrayList<>();
            readMembers(in, names, new ArrayList<>());
            readMembers(in, names, methods);
            return methods;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pool's strings by index; other entries are null. */
    private static String[] constantPool(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        String[] strings = new String[count];
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> {
                    byte[] bytes = new byte[in.readUnsignedShort()];
                    in.readFully(bytes);
                    strings[i] = new String(bytes, StandardCharsets.UTF_8);
                }
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default ->
                        throw new IOException(
                                "unknown constant pool tag " + tag + " at entry " + i);
            }
        }
        return strings;
    }

    private static void readMembers(DataInputStream in, String[] names, List<Method> into)
            throws IOException {
        int members = in.readUnsignedShort();
        for (int i = 0; i < members; i++) {
            in.skipNBytes(2);
            String name = names[in.readUnsignedShort()];
            in.skipNBytes(2);
            int attributes = in.readUnsignedShort();
            for (int j = 0; j < attributes; j++) {
                String attribute = names[in.readUnsignedShort()];
                long length = Integer.toUnsignedLong(in.readInt());
                if ("Code".equals(attribute)) {
                    in.skipNBytes(4);
                    into.add(new Method(name, in.readInt()));
                    length -= 8;
                }
                in.skipNBytes(length);
            }
        }
    }
}
