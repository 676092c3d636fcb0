package io.github.flinkwasm.examples.quickstart;

import io.github.flinkwasm.examples.quickstart.ArchiveLine.Defect;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream into lines, by bytes: a line ends with LF or CR LF, or with the stream. No line
 * is lost: where the stream is damaged, the lines before are delivered, then what there is of the
 * line in which it happened, and then {@link #damage} says what happened.
 */
final class LineReader implements Closeable {

    /** Longer lines are not kept in memory. */
    static final int MAX_LENGTH = 16 << 20;

    /** How much is kept of a line that is longer. */
    static final int KEPT_OF_TOO_LONG = 64 << 10;

    private final InputStream in;
    private final int file;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int limit;
    private long number;
    private boolean ended;
    private @Nullable DamagedFileException damage;

    /**
     * @param in closed with the reader
     * @param file goes into every line
     */
    LineReader(InputStream in, int file) {
        this.in = in;
        this.file = file;
    }

    /** The next line; empty at the end. */
    Optional<ArchiveLine> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        long length = 0;
        while (at < limit || fill()) {
            int end = at;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            length += end - at;
            if (length <= MAX_LENGTH) {
                line.write(buffer, at, end - at);
            }
            boolean complete = end < limit;
            at = complete ? end + 1 : end;
            if (complete) {
                return Optional.of(line(line.toByteArray(), length, Defect.NONE));
            }
        }
        if (length == 0) {
            return Optional.empty();
        }
        Defect defect = damage == null ? Defect.NONE : Defect.CUT_OFF;
        return Optional.of(line(line.toByteArray(), length, defect));
    }

    /** What is wrong with the stream; empty as long as nothing is known. */
    Optional<DamagedFileException> damage() {
        return Optional.ofNullable(damage);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private ArchiveLine line(byte[] bytes, long length, Defect defect) {
        number++;
        if (length > MAX_LENGTH) {
            byte[] beginning = new byte[KEPT_OF_TOO_LONG];
            System.arraycopy(bytes, 0, beginning, 0, KEPT_OF_TOO_LONG);
            return new ArchiveLine(file, number, beginning, length, Defect.TOO_LONG);
        }
        if (defect == Defect.NONE && bytes.length > 0 && bytes[bytes.length - 1] == '\r') {
            byte[] withoutReturn = new byte[bytes.length - 1];
            System.arraycopy(bytes, 0, withoutReturn, 0, withoutReturn.length);
            return new ArchiveLine(file, number, withoutReturn, length - 1, defect);
        }
        return new ArchiveLine(file, number, bytes, length, defect);
    }

    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        at = 0;
        limit = 0;
        try {
            limit = Math.max(in.read(buffer), 0);
        } catch (DamagedFileException e) {
            damage = e;
        }
        ended = limit == 0;
        return !ended;
    }
}
