package io.github.flinkwasm.replay.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file as they are stored, with a look ahead, a count, and a buffer that a
 * decompressor may read in place.
 */
final class RawInput extends InputStream {
    /** How many bytes can be looked at before they are read. */
    static final int LOOK_AHEAD = 512;

    private static final int CAPACITY = 128 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[CAPACITY];
    private int from;
    private int to;
    private boolean ended;
    private long position;

    /** How many bytes the file had when it was listed, and of these are still to come. */
    private final long length;

    private long missing;
    private @Nullable IOException changed;

    /**
     * @param length how many bytes the file has: more are not read, and fewer are damage, so that a
     *     file that somebody writes or empties meanwhile is noticed
     */
    RawInput(InputStream in, long length) {
        this.in = in;
        this.length = length;
        this.missing = length;
    }

    /** The file system could not deliver: that says nothing about the file. */
    static final class FileSystemException extends IOException {
        private static final long serialVersionUID = 1L;

        FileSystemException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** The next bytes, up to {@link #LOOK_AHEAD} of them, fewer only at the end of the file. */
    byte[] lookAhead() throws IOException {
        while (to - from < LOOK_AHEAD && !ended) {
            fill();
        }
        int count = Math.min(to - from, LOOK_AHEAD);
        byte[] ahead = new byte[count];
        System.arraycopy(buffer, from, ahead, 0, count);
        return ahead;
    }

    /**
     * Whether there is a byte to be read, which is then in the buffer.
     *
     * @throws IOException at the end, if the file has not the length it had
     */
    boolean ensureByte() throws IOException {
        while (from == to && !ended) {
            fill();
        }
        if (from == to && changed != null) {
            throw changed;
        }
        return from < to;
    }

    private void fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        int count;
        try {
            count = in.read(buffer, to, buffer.length - to);
        } catch (IOException e) {
            throw new FileSystemException(e);
        }
        if (count < 0) {
            ended = true;
            if (missing > 0) {
                changed = changed("has only " + (length - missing) + " bytes now");
            }
        } else {
            to += (int) Math.min(count, missing);
            ended = count > missing;
            if (ended) {
                changed = changed("has more now");
            }
            missing -= Math.min(count, missing);
        }
    }

    private IOException changed(String how) {
        return new IOException(
                "the file had %d bytes when it was found, and %s: something still writes it"
                        .formatted(length, how));
    }

    byte[] buffer() {
        return buffer;
    }

    /** Index in the buffer of the next byte. */
    int from() {
        return from;
    }

    /** Index in the buffer after the last byte that is there already. */
    int to() {
        return to;
    }

    /** Says that bytes of the buffer have been used. */
    void consume(int count) {
        from += count;
        position += count;
    }

    /** How many bytes of the file have been used. */
    long position() {
        return position;
    }

    /** The next byte, 0 to 255, of something that must not end here. */
    int readByte() throws IOException {
        int value = read();
        if (value < 0) {
            throw new EOFException("the file ends in the middle of compressed data");
        }
        return value;
    }

    @Override
    public int read() throws IOException {
        if (from == to && !ensureByte()) {
            return -1;
        }
        position++;
        return buffer[from++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!ensureByte()) {
            return -1;
        }
        int count = Math.min(length, to - from);
        System.arraycopy(buffer, from, target, offset, count);
        consume(count);
        return count;
    }

    @Override
    public int available() {
        return to - from;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
