package io.github.flinkwasm.internal.runtime;

import java.nio.charset.StandardCharsets;

/**
 * Reads the binary format of modules between two bounds; what lies beyond them is never looked at.
 */
final class BinaryReader {

    /** The bytes break the binary format. The message says how, without naming the module. */
    static final class MalformedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message, null, false, false);
        }
    }

    private final byte[] bytes;
    private final int end;
    private int position;

    BinaryReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    int u8() {
        if (position >= end) {
            throw tooShort(1);
        }
        return bytes[position++] & 0xFF;
    }

    /** An unsigned LEB128 number of at most 32 bits. */
    long u32() {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = u8();
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                if (value > 0xFFFF_FFFFL) {
                    break;
                }
                return value;
            }
        }
        throw new MalformedException("a number at byte " + position + " has more than 32 bits");
    }

    /**
     * The number of elements of a vector: each takes at least one byte, so more than that cannot
     * follow.
     */
    int count() {
        long count = u32();
        if (count > remaining()) {
            throw tooShort(count);
        }
        return (int) count;
    }

    /** Skips a LEB128 number, signed or not, of at most {@code maxBytes}. */
    void skipNumber(int maxBytes) {
        for (int i = 0; i < maxBytes; i++) {
            if (u8() < 0x80) {
                return;
            }
        }
        throw new MalformedException("a number at byte " + position + " is too long");
    }

    void skip(long length) {
        if (length > remaining()) {
            throw tooShort(length);
        }
        position += (int) length;
    }

    /** Skips a name or another sequence of bytes with its length in front. */
    void skipSized() {
        skip(u32());
    }

    /** A name; bytes that are not UTF-8 become U+FFFD. */
    String name() {
        int length = count();
        int from = position;
        skip(length);
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /** The next {@code length} bytes as a reader of their own; this one goes on after them. */
    BinaryReader slice(long length) {
        int from = position;
        skip(length);
        return new BinaryReader(bytes, from, position);
    }

    private MalformedException tooShort(long wanted) {
        return new MalformedException(
                String.format(
                        "%,d more bytes are announced at byte %,d, where only %,d are left",
                        wanted, position, remaining()));
    }
}
