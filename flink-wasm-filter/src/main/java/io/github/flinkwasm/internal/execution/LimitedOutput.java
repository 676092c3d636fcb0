package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.internal.wasi.GuestOutput;
import io.github.flinkwasm.internal.wasi.GuestOutputSink;
import java.util.function.LongSupplier;

/**
 * Hands on as many bytes of guest output a second as the limit allows; lines beyond are counted,
 * and the count is handed on as a line once the second is over, or at the end. Not thread-safe.
 */
final class LimitedOutput implements GuestOutputSink, AutoCloseable {
    /** What a log adds to a line, roughly. Without it a flood of empty lines would be free. */
    static final int LINE_OVERHEAD = 64;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final GuestOutputSink target;
    private final long bytesPerSecond;
    private final LongSupplier nanoClock;
    private long secondStart;
    private long bytesInSecond;
    private long leftOut;

    LimitedOutput(GuestOutputSink target, long bytesPerSecond, LongSupplier nanoClock) {
        this.target = target;
        this.bytesPerSecond = bytesPerSecond;
        this.nanoClock = nanoClock;
        this.secondStart = nanoClock.getAsLong();
    }

    @Override
    public void line(GuestOutput.Stream stream, String text) {
        long now = nanoClock.getAsLong();
        if (now - secondStart >= SECOND_NANOS) {
            reportLeftOut();
            secondStart = now;
            bytesInSecond = 0;
        }
        // Characters, not bytes: the text is escaped, and nearly all of it is ASCII.
        long bytes = (long) text.length() + LINE_OVERHEAD;
        if (bytes > bytesPerSecond - bytesInSecond) {
            leftOut++;
            // A shorter line later in this second would look as if nothing were missing before it.
            bytesInSecond = bytesPerSecond;
            return;
        }
        bytesInSecond += bytes;
        target.line(stream, text);
    }

    private void reportLeftOut() {
        if (leftOut > 0) {
            target.line(
                    GuestOutput.Stream.STDERR,
                    String.format(
                            "… %,d lines of guest output left out: more than %,d bytes in one"
                                    + " second (maxGuestOutputPerSecond)",
                            leftOut, bytesPerSecond));
            leftOut = 0;
        }
    }

    /** Says how many lines were left out last. */
    @Override
    public void close() {
        reportLeftOut();
    }
}
