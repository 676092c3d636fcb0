package io.github.flinkwasm.replay.archive;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The part of the decompressed content that is in memory. It is as large as the largest item so
 * far, and never larger than the largest that is allowed and a little.
 *
 * <p>Where the content breaks off, the bytes before are still given out: the window ends there and
 * keeps what was wrong.
 */
final class Window {
    private static final int INITIAL_CAPACITY = 256 << 10;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long NEWLINES = ONES * '\n';

    private final InputStream in;
    private final int maxCapacity;
    private byte[] buffer = new byte[INITIAL_CAPACITY];
    private int from;
    private int to;
    private long offset;
    private boolean ended;
    private @Nullable IOException damage;

    Window(InputStream in, int maxItemBytes) {
        this.in = in;
        this.maxCapacity = maxItemBytes + INITIAL_CAPACITY;
    }

    byte[] buffer() {
        return buffer;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** Where {@link #from} is in the decompressed content. */
    long offset() {
        return offset;
    }

    boolean isEmpty() {
        return from == to;
    }

    /** Whether nothing will follow what is in the window. */
    boolean ended() {
        return ended;
    }

    /** Why the content ended early. */
    @Nullable IOException damage() {
        return damage;
    }

    void consume(int count) {
        from += count;
        offset += count;
    }

    /** Ends the content here, whatever follows. */
    void breakOff(IOException why) {
        ended = true;
        damage = why;
        from = to;
    }

    /**
     * Reads more behind what is there, which may move in the buffer. False if nothing more will
     * come, or no more fits.
     *
     * @throws RawInput.FileSystemException if the file system could not deliver
     */
    boolean fill() throws RawInput.FileSystemException {
        if (ended || !makeRoom()) {
            return false;
        }
        int count;
        try {
            count = in.read(buffer, to, buffer.length - to);
        } catch (RawInput.FileSystemException e) {
            throw e;
        } catch (IOException e) {
            damage = e;
            ended = true;
            return false;
        }
        if (count < 0) {
            ended = true;
            return false;
        }
        to += count;
        return true;
    }

    /** Reads until that many bytes are there, or no more follow. */
    void fillTo(int count) throws RawInput.FileSystemException {
        boolean more = true;
        while (more && to - from < count) {
            more = fill();
        }
    }

    /** Drops the mark with which some programs begin UTF-8. */
    void skipByteOrderMark() {
        if (to - from >= 3
                && buffer[from] == (byte) 0xef
                && buffer[from + 1] == (byte) 0xbb
                && buffer[from + 2] == (byte) 0xbf) {
            consume(3);
        }
    }

    /** A copy of the first bytes, of fewer if fewer are there. */
    byte[] head(int count) {
        return Arrays.copyOfRange(buffer, from, Math.min(to, from + count));
    }

    private boolean makeRoom() {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to < buffer.length) {
            return true;
        }
        if (buffer.length >= maxCapacity) {
            return false;
        }
        buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, maxCapacity));
        return true;
    }

    /** Index of the first line feed in a range of the buffer, or {@code -1}. */
    int newline(int rangeFrom, int rangeTo) {
        int at = rangeFrom;
        int lastLong = rangeTo - Long.BYTES;
        while (at <= lastLong) {
            long difference = (long) LONGS.get(buffer, at) ^ NEWLINES;
            long zeros = (difference - ONES) & ~difference & HIGH_BITS;
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < rangeTo) {
            if (buffer[at] == '\n') {
                return at;
            }
            at++;
        }
        return -1;
    }
}
