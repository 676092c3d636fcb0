package io.github.flinkwasm.internal.wasi;

import java.util.Arrays;

/**
 * Collects what a guest prints, line by line, and hands it on only after the guest's call: no
 * logging framework runs on top of a guest's stack. Whatever a guest does, one call keeps at most
 * the given number of bytes; the rest is counted and reported in one line.
 *
 * <p>A line without its line break waits for the next write, also in a later call. It is state that
 * the guest left behind, so it belongs to the instance's snapshot: {@link #captureState}. Not
 * thread-safe.
 */
public final class GuestOutput {

    /** The two streams a guest can print to. */
    public enum Stream {
        STDOUT,
        STDERR
    }

    /** How many bytes of one call are kept unless said otherwise. */
    public static final int DEFAULT_MAX_BYTES_PER_CALL = 64 << 10;

    /** A longer line is broken, between two characters. */
    public static final int MAX_LINE_BYTES = 8 << 10;

    private final int maxBytesPerCall;
    private final PartialLine stdout = new PartialLine();
    private final PartialLine stderr = new PartialLine();

    /** Finished lines one after the other, and where each ends. */
    private byte[] finished = new byte[0];

    private int finishedLength;
    private int[] lineEnds = new int[0];
    private boolean[] lineIsStderr = new boolean[0];
    private int lineCount;

    /** Bytes taken since the last {@link #flush}. */
    private int taken;

    public GuestOutput() {
        this(DEFAULT_MAX_BYTES_PER_CALL);
    }

    /**
     * @throws IllegalArgumentException if the limit is negative
     */
    public GuestOutput(int maxBytesPerCall) {
        if (maxBytesPerCall < 0) {
            throw new IllegalArgumentException(
                    "The limit of guest output is "
                            + maxBytesPerCall
                            + " bytes a call; it must be 0 (keep nothing) or more");
        }
        this.maxBytesPerCall = maxBytesPerCall;
    }

    /** Takes bytes that the guest wrote. Never refuses: what is over the limit is only counted. */
    void write(Stream stream, byte[] bytes, int offset, int length) {
        boolean isStderr = stream == Stream.STDERR;
        PartialLine line = isStderr ? stderr : stdout;
        int kept = Math.min(length, maxBytesPerCall - taken);
        taken += kept;
        line.dropped += length - kept;
        int end = offset + kept;
        int start = offset;
        for (int i = offset; i < end; i++) {
            if (bytes[i] == '\n') {
                append(line, isStderr, bytes, start, i);
                finish(line, isStderr);
                start = i + 1;
            }
        }
        append(line, isStderr, bytes, start, end);
    }

    private void append(PartialLine line, boolean isStderr, byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int room = MAX_LINE_BYTES - line.length;
            int part = Math.min(room, to - at);
            line.append(bytes, at, part);
            at += part;
            if (line.length == MAX_LINE_BYTES && at < to) {
                breakLine(line, isStderr);
            }
        }
    }

    /**
     * Finishes a full line at the end of its last complete character; the rest begins the next
     * line.
     */
    private void breakLine(PartialLine line, boolean isStderr) {
        int cut = line.completeLength();
        byte[] rest = Arrays.copyOfRange(line.bytes, cut, line.length);
        line.length = cut;
        finish(line, isStderr);
        line.append(rest, 0, rest.length);
    }

    private void finish(PartialLine line, boolean isStderr) {
        int length = line.length;
        if (length > 0 && line.bytes[length - 1] == '\r') {
            length--;
        }
        if (finished.length - finishedLength < length) {
            finished = Arrays.copyOf(finished, Math.max(1024, (finishedLength + length) * 2));
        }
        System.arraycopy(line.bytes, 0, finished, finishedLength, length);
        finishedLength += length;
        if (lineCount == lineEnds.length) {
            lineEnds = Arrays.copyOf(lineEnds, Math.max(16, lineCount * 2));
            lineIsStderr = Arrays.copyOf(lineIsStderr, lineEnds.length);
        }
        lineEnds[lineCount] = finishedLength;
        lineIsStderr[lineCount] = isStderr;
        lineCount++;
        line.length = 0;
    }

    /**
     * Counts half a line as a whole one. To be called when the guest will not run again, before the
     * last {@link #flush}.
     */
    public void finishLines() {
        if (stdout.length > 0) {
            finish(stdout, false);
        }
        if (stderr.length > 0) {
            finish(stderr, true);
        }
    }

    /** Whether {@link #flush} has anything to hand on. */
    public boolean hasLines() {
        return lineCount > 0 || stdout.dropped > 0 || stderr.dropped > 0;
    }

    /**
     * Hands on all finished lines, in the order in which they were finished, and begins a new
     * budget. To be called after every call into the guest, however it ended. A line that the limit
     * cut counts as finished.
     */
    public void flush(GuestOutputSink sink) {
        cutDropping(stdout, false);
        cutDropping(stderr, true);
        int count = lineCount;
        lineCount = 0;
        taken = 0;
        int start = 0;
        for (int i = 0; i < count; i++) {
            int end = lineEnds[i];
            sink.line(streamOf(lineIsStderr[i]), HarmlessText.of(finished, start, end - start));
            start = end;
        }
        release();
        reportDropped(sink, stdout, Stream.STDOUT);
        reportDropped(sink, stderr, Stream.STDERR);
    }

    private void cutDropping(PartialLine line, boolean isStderr) {
        if (line.dropped > 0 && line.length > 0) {
            finish(line, isStderr);
        }
    }

    /** One talkative call must not pin its buffers for good. */
    private void release() {
        finishedLength = 0;
        if (finished.length > 4 * MAX_LINE_BYTES) {
            finished = new byte[0];
        }
        if (lineEnds.length > 1024) {
            lineEnds = new int[0];
            lineIsStderr = new boolean[0];
        }
    }

    private void reportDropped(GuestOutputSink sink, PartialLine line, Stream stream) {
        if (line.dropped > 0) {
            long dropped = line.dropped;
            line.dropped = 0;
            sink.line(
                    stream,
                    "… "
                            + HarmlessText.count(dropped)
                            + " more bytes dropped; one call may print "
                            + HarmlessText.count(maxBytesPerCall));
        }
    }

    private static Stream streamOf(boolean isStderr) {
        return isStderr ? Stream.STDERR : Stream.STDOUT;
    }

    /** A copy of the unfinished lines. */
    Object captureState() {
        return new State(stdout.copy(), stderr.copy());
    }

    /**
     * Puts the unfinished lines back. What the guest has begun to print since then is finished as a
     * line of its own, not lost: it may be all that a guest could say before it trapped.
     */
    void restoreState(Object state) {
        State captured = (State) state;
        restore(stdout, false, captured.stdout);
        restore(stderr, true, captured.stderr);
    }

    private void restore(PartialLine line, boolean isStderr, byte[] captured) {
        if (line.equalTo(captured)) {
            return;
        }
        if (line.length > 0) {
            finish(line, isStderr);
        }
        line.append(captured, 0, captured.length);
    }

    private static final class State {
        private final byte[] stdout;
        private final byte[] stderr;

        State(byte[] stdout, byte[] stderr) {
            this.stdout = stdout;
            this.stderr = stderr;
        }
    }

    /** The bytes of a line whose end is still to come. */
    private static final class PartialLine {
        private byte[] bytes = new byte[0];
        private int length;
        private long dropped;

        void append(byte[] source, int from, int count) {
            if (bytes.length - length < count) {
                int generous = Math.max(128, (length + count) * 2);
                bytes = Arrays.copyOf(bytes, Math.min(MAX_LINE_BYTES, generous));
            }
            System.arraycopy(source, from, bytes, length, count);
            length += count;
        }

        byte[] copy() {
            return Arrays.copyOf(bytes, length);
        }

        boolean equalTo(byte[] other) {
            return Arrays.equals(bytes, 0, length, other, 0, other.length);
        }

        /** How many bytes remain when an incomplete UTF-8 sequence at the end is left out. */
        int completeLength() {
            for (int back = 1; back <= Math.min(3, length - 1); back++) {
                int lead = bytes[length - back] & 0xff;
                if (lead < 0x80) {
                    return length;
                }
                if (lead >= 0xc0) {
                    int needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
                    return needed > back ? length - back : length;
                }
            }
            return length;
        }
    }
}
