package io.github.flinkwasm.replay.output;

import io.github.flinkwasm.FailureReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what became of each item of a unit; {@link OutcomesFile} says how. An item like the
 * one before costs no more than a count. Used by one thread.
 */
final class OutcomesWriter {
    private static final int NUMBER_MASK = (1 << OutcomesFile.NUMBER_BITS) - 1;

    private static final int BUFFER_BYTES = 4 * 1024;

    private final PartFile file;
    private int outcome;
    private @Nullable FailureReason reason;
    private long run;
    private long items;
    private boolean isFinished;

    private OutcomesWriter(PartFile file) {
        this.file = file;
    }

    static OutcomesWriter create(Path directory, int unit, String input) throws IOException {
        PartFile file = PartFile.create(directory, OutcomesFile.pathOf(unit), FastGzip::new);
        OutcomesWriter writer = new OutcomesWriter(file);
        file.write(OutcomesFile.MAGIC);
        file.write(OutcomesFile.VERSION);
        writer.number(unit);
        writer.text(input);
        return writer;
    }

    void add(int itsOutcome, @Nullable FailureReason itsReason) throws IOException {
        if (itsOutcome != outcome || itsReason != reason) {
            endRun();
            outcome = itsOutcome;
            reason = itsReason;
        }
        run++;
    }

    private void endRun() throws IOException {
        if (run > 0) {
            number(run << OutcomesFile.OUTCOME_BITS | outcome);
            if (reason != null) {
                text(reason.name());
            }
            items += run;
            run = 0;
        }
    }

    /**
     * Closes the file; {@link #file} then has it.
     *
     * @param emitted the part files with what was emitted, in the order in which they were finished
     */
    OutputFile finish(List<OutputFile> emitted) throws IOException {
        endRun();
        number(OutcomesFile.END);
        number(items);
        number(emitted.size());
        for (OutputFile part : emitted) {
            text(part.path());
            number(part.items());
            number(part.bytes());
            text(part.crc32c());
        }
        file.endItems(items);
        OutputFile written = file.finish();
        isFinished = true;
        return written;
    }

    PartFile file() {
        return file;
    }

    /** Closes the file unless it is finished; its content does not count then. */
    void abandon() {
        if (!isFinished) {
            isFinished = true;
            file.abandon();
        }
    }

    private void number(long number) throws IOException {
        long rest = number;
        while (rest > NUMBER_MASK) {
            file.write((int) (rest & NUMBER_MASK) | OutcomesFile.MORE);
            rest >>>= OutcomesFile.NUMBER_BITS;
        }
        file.write((int) rest);
    }

    private void text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        file.write(bytes);
    }

    /** Numbers of runs compress well or not at all; trying harder takes ten times as long. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
