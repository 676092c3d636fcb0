package io.github.flinkwasm.replay.output;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.codec.MsgpackScanner;
import io.github.flinkwasm.internal.codec.ScanOutcome;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.fs.Path;

/**
 * Reads back the records of a part file, one after another, as {@link EventBytes} wrote them. Used
 * by one thread.
 */
final class RecordedPart implements Closeable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MAX_ITEM_BYTES = 1 << 30;

    /** What a filter may be allowed at most. */
    private static final int DEEPEST = 10_000;

    private static final byte LINE_FEED = '\n';

    private final RecordedFile file;
    private final OutputFile written;
    private final OutputFormat format;
    private final EventBytes eventBytes;
    private final MsgpackScanner scanner = new MsgpackScanner(DEEPEST);
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private long left;

    private RecordedPart(
            RecordedFile file, OutputFile written, OutputFormat format, EventBytes eventBytes) {
        this.file = file;
        this.written = written;
        this.format = format;
        this.eventBytes = eventBytes;
        this.left = written.items();
    }

    /**
     * @param written the file, as what wrote it described it
     * @param eventBytes for the same format; parts that are read in turn may share it
     */
    static RecordedPart open(
            Path directory, OutputFile written, OutputOptions options, EventBytes eventBytes)
            throws IOException {
        RecordedFile file =
                RecordedFile.open(new Path(directory, written.path()), options.compression());
        return new RecordedPart(file, written, options.format(), eventBytes);
    }

    /** Whether all records were read. */
    boolean isUsedUp() {
        return left == 0;
    }

    /**
     * The next record.
     *
     * @param event what became it: it has the tag, the time and the metadata that must stand there
     */
    byte[] next(LogEvent event) throws IOException {
        byte[] head = eventBytes.head(event);
        byte[] record = format == OutputFormat.MSGPACK ? nextMap(head) : nextLine(head);
        left--;
        return record;
    }

    private byte[] nextLine(byte[] head) throws IOException {
        int length = 0;
        while (from + length == to || buffer[from + length] != LINE_FEED) {
            if (from + length < to) {
                length++;
            } else if (!fill()) {
                throw tooShort();
            }
        }
        int end = from + length;
        if (format == OutputFormat.EVENTS) {
            if (length <= head.length || buffer[end - 1] != '}') {
                throw another();
            }
            end--;
        }
        requireHead(head, end);
        byte[] record = Arrays.copyOfRange(buffer, from + head.length, end);
        from += length + 1;
        return record;
    }

    private byte[] nextMap(byte[] head) throws IOException {
        while (to - from <= head.length) {
            if (!fill()) {
                throw tooShort();
            }
        }
        requireHead(head, to);
        while (true) {
            ScanOutcome found = scanner.scanFirst(buffer, from + head.length, to);
            if (found == ScanOutcome.RECORD) {
                int end = scanner.end();
                scanner.clear();
                byte[] record = Arrays.copyOfRange(buffer, from + head.length, end);
                from = end;
                return record;
            }
            scanner.clear();
            if (found != ScanOutcome.INCOMPLETE_AT_END) {
                throw file.differs("item %,d of it is no event".formatted(number()));
            }
            // Twice as much as before, so that a long record is not scanned once a buffer.
            int there = to - from;
            while (to - from < 2L * there && fill()) {
                // reads on
            }
            if (to - from == there) {
                throw tooShort();
            }
        }
    }

    private void requireHead(byte[] head, int end) throws IOException {
        if (end - from < head.length
                || !Arrays.equals(buffer, from, from + head.length, head, 0, head.length)) {
            throw another();
        }
    }

    private IOException another() {
        return file.differs(
                "item %,d of it is not the event that it should be".formatted(number()));
    }

    private IOException tooShort() {
        return file.differs(
                "it ends in its item %,d, but had %,d".formatted(number(), written.items()));
    }

    private long number() {
        return written.items() - left + 1;
    }

    /** Reads some more bytes; whether there were any. */
    private boolean fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            if (to >= MAX_ITEM_BYTES) {
                throw file.differs("item %,d of it does not end".formatted(number()));
            }
            buffer = Arrays.copyOf(buffer, 2 * to);
        }
        int count = file.read(buffer, to, buffer.length - to);
        to += Math.max(0, count);
        return count > 0;
    }

    /** Checks that the file was the one that was written, once all records were read. */
    void end() throws IOException {
        if (from < to) {
            throw file.differs("more is in it than was written");
        }
        file.end(written.crc32c());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
