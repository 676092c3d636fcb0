package io.github.flinkwasm.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads lines as bytes, one at a time. A line ends with {@code \n} or {@code \r\n}, the last one
 * also with the input. A line over the limit is skipped to its end and never held: whatever the
 * input is, memory is bounded.
 */
final class LineReader implements Closeable {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final InputStream in;
    private final int maxLength;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int position;
    private int limit;

    /** The beginning of a line that goes on in the next chunk. */
    private byte[] partial = new byte[0];

    private int partialLength;

    private long number;
    private byte[] text = new byte[0];
    private long length;

    /**
     * @param maxLength how many bytes a line may have
     */
    LineReader(InputStream in, int maxLength) {
        this.in = in;
        this.maxLength = maxLength;
    }

    /**
     * Goes to the next line.
     *
     * @return false at the end of the input
     */
    boolean next() throws IOException {
        partialLength = 0;
        length = 0;
        while (true) {
            if (position == limit && !fill()) {
                if (length == 0) {
                    return false;
                }
                finish();
                return true;
            }
            int lineBreak = indexOfLineBreak();
            take(lineBreak);
            position = lineBreak;
            if (position < limit) {
                position++;
                finish();
                return true;
            }
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(chunk, 0, chunk.length));
        return limit > 0;
    }

    private int indexOfLineBreak() {
        int at = position;
        while (at < limit && chunk[at] != '\n') {
            at++;
        }
        return at;
    }

    private void take(int to) {
        int count = to - position;
        length += count;
        if (length <= maxLength) {
            if (partial.length - partialLength < count) {
                long generous = Math.max(256, 2L * (partialLength + count));
                partial = Arrays.copyOf(partial, (int) Math.min(maxLength, generous));
            }
            System.arraycopy(chunk, position, partial, partialLength, count);
            partialLength += count;
        }
    }

    private void finish() {
        number++;
        if (isTooLong()) {
            text = new byte[0];
        } else {
            boolean carriageReturn = partialLength > 0 && partial[partialLength - 1] == '\r';
            text = Arrays.copyOf(partial, carriageReturn ? partialLength - 1 : partialLength);
        }
        if (partial.length > 16 * CHUNK_BYTES) {
            partial = new byte[0];
        }
    }

    /** The number of the present line, from 1. */
    long number() {
        return number;
    }

    /** The present line without its end; empty if it is too long. An array of its own. */
    byte[] text() {
        return text;
    }

    /** How many bytes the present line has, also where it is too long. */
    long length() {
        return length;
    }

    boolean isTooLong() {
        return length > maxLength;
    }

    /** Whether there is nothing but JSON's white space in the present line. */
    boolean isBlank() {
        if (isTooLong()) {
            return false;
        }
        for (byte b : text) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
