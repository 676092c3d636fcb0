package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestTrap;
import java.util.Arrays;

/**
 * Where formatted text is gathered on the host before any of it goes to the guest: a format may
 * print the very bytes it is about to overwrite. Used again for every call.
 */
final class PrintfBuffer {
    /** The most bytes one call may format; a guest can ask for widths of 2 GiB. */
    static final int MAX_BYTES = 16 << 20;

    /** A larger buffer is not kept for the next call. */
    private static final int KEPT_BYTES = 64 << 10;

    private byte[] bytes = new byte[256];
    private int length;

    void clear() {
        length = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[256];
        }
    }

    void append(byte value) {
        makeRoom(1);
        bytes[length++] = value;
    }

    void append(byte[] source, int from, int count) {
        makeRoom(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** Appends ASCII text. */
    void append(CharSequence text) {
        makeRoom(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    /** Appends the same byte again and again; not at all when the count is 0 or less. */
    void fill(char value, long count) {
        if (count > 0) {
            makeRoom(count);
            Arrays.fill(bytes, length, length + (int) count, (byte) value);
            length += (int) count;
        }
    }

    private void makeRoom(long count) {
        long needed = length + count;
        if (needed > MAX_BYTES) {
            throw GuestTrap.trap(
                    "a call of printf's family would format "
                            + HarmlessText.count(needed)
                            + " bytes or more; the limit is "
                            + HarmlessText.count(MAX_BYTES)
                            + "; check widths, precisions and the strings printed");
        }
        if (needed > bytes.length) {
            bytes =
                    Arrays.copyOf(
                            bytes, (int) Math.min(MAX_BYTES, Math.max(needed, 2L * bytes.length)));
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
