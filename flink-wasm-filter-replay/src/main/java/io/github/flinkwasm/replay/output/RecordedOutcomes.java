package io.github.flinkwasm.replay.output;

import io.github.flinkwasm.FailureReason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link OutcomesWriter} wrote. Nothing in it is believed before all of it was read and
 * found whole, so the file, which is small, is read twice: {@link #check} and then run by run. Used
 * by one thread.
 */
final class RecordedOutcomes implements Closeable {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int MAX_TEXT_BYTES = 1 << 20;
    private static final int NUMBER_MASK = (1 << OutcomesFile.NUMBER_BITS) - 1;
    private static final int OUTCOME_MASK = (1 << OutcomesFile.OUTCOME_BITS) - 1;

    private final RecordedFile file;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;

    private long left;
    private int outcome;
    private @Nullable FailureReason reason;

    private RecordedOutcomes(RecordedFile file) {
        this.file = file;
    }

    /**
     * Reads all of a file.
     *
     * @param unit the unit whose outcomes must be in it
     * @param input the URI of that unit's input
     * @param crc32c as {@link OutputFile} has it
     * @return the part files with what was emitted, those of one directory in their order
     */
    static List<OutputFile> check(Path directory, int unit, String input, String crc32c)
            throws IOException {
        try (RecordedOutcomes outcomes = open(directory, unit, input)) {
            long items = 0;
            long written = 0;
            while (outcomes.nextRun()) {
                items = Math.addExact(items, outcomes.left);
                if (outcomes.isWritten()) {
                    written += outcomes.left;
                }
            }
            if (outcomes.number() != items) {
                throw outcomes.file.differs("its outcomes are not as many as it says");
            }
            List<OutputFile> parts = outcomes.parts();
            if (parts.stream().mapToLong(OutputFile::items).sum() != written) {
                throw outcomes.file.differs(
                        "not as many events were emitted as are in the part files that it names");
            }
            outcomes.requireAllUsed();
            outcomes.file.end(crc32c);
            return parts;
        } catch (ArithmeticException e) {
            throw new RecordedDifferenceException(
                    "the file %s counts more items than there can be"
                            .formatted(new Path(directory, OutcomesFile.pathOf(unit))));
        }
    }

    /** Opens a file, up to its first run. */
    static RecordedOutcomes open(Path directory, int unit, String input) throws IOException {
        RecordedFile file =
                RecordedFile.open(
                        new Path(directory, OutcomesFile.pathOf(unit)), OutcomesFile.COMPRESSION);
        RecordedOutcomes outcomes = new RecordedOutcomes(file);
        boolean complete = false;
        try {
            outcomes.readHead(unit, input);
            complete = true;
            return outcomes;
        } finally {
            if (!complete) {
                file.close();
            }
        }
    }

    private void readHead(int unit, String input) throws IOException {
        byte[] magic = new byte[OutcomesFile.MAGIC.length];
        for (int i = 0; i < magic.length; i++) {
            magic[i] = (byte) octet();
        }
        if (!Arrays.equals(magic, OutcomesFile.MAGIC)) {
            throw file.differs("it does not begin as a file of outcomes does");
        }
        int version = octet();
        if (version != OutcomesFile.VERSION) {
            throw file.differs(
                    "it is of version %d, and version %d is read here"
                            .formatted(version, OutcomesFile.VERSION));
        }
        long itsUnit = number();
        String itsInput = text();
        if (itsUnit != unit || !itsInput.equals(input)) {
            throw file.differs(
                    "it has the outcomes of %s, unit %d, instead of %s, unit %d"
                            .formatted(itsInput, itsUnit, input, unit));
        }
    }

    /** Goes on to the next item; its outcome is {@link #outcome}. Whether there is one. */
    boolean next() throws IOException {
        if (left == 0 && !nextRun()) {
            return false;
        }
        left--;
        return true;
    }

    /** One of the numbers of {@link OutcomesFile}. */
    int outcome() {
        return outcome;
    }

    /** Why the item failed, if it did. */
    FailureReason reason() {
        return Objects.requireNonNull(reason, "the item did not fail");
    }

    /** Whether an event is in a part file for the item. */
    boolean isWritten() {
        return outcome == OutcomesFile.EMITTED || outcome == OutcomesFile.FAILED_BUT_WRITTEN;
    }

    private boolean nextRun() throws IOException {
        if (outcome == OutcomesFile.END) {
            return false;
        }
        long run = number();
        outcome = (int) run & OUTCOME_MASK;
        left = run >>> OutcomesFile.OUTCOME_BITS;
        if (outcome == OutcomesFile.END) {
            return false;
        }
        if (outcome > OutcomesFile.FAILED_BUT_WRITTEN || left == 0) {
            throw file.differs("it has an outcome that there is not");
        }
        reason = OutcomesFile.hasReason(outcome) ? readReason() : null;
        return true;
    }

    private FailureReason readReason() throws IOException {
        String name = text();
        try {
            return FailureReason.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw file.differs("it names a reason that is not known here: " + name);
        }
    }

    private List<OutputFile> parts() throws IOException {
        List<OutputFile> parts = new ArrayList<>();
        for (long more = number(); more > 0; more--) {
            parts.add(new OutputFile(text(), number(), number(), text()));
        }
        return parts;
    }

    private void requireAllUsed() throws IOException {
        if (from < to) {
            throw file.differs("more is in it than was written");
        }
    }

    private long number() throws IOException {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += OutcomesFile.NUMBER_BITS) {
            int octet = octet();
            number |= (long) (octet & NUMBER_MASK) << shift;
            if ((octet & OutcomesFile.MORE) == 0) {
                if (number < 0) {
                    break;
                }
                return number;
            }
        }
        throw file.differs("it has a number that is too large");
    }

    private String text() throws IOException {
        long length = number();
        if (length > MAX_TEXT_BYTES) {
            throw file.differs("it has a text that is too long");
        }
        byte[] bytes = new byte[(int) length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) octet();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private int octet() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(0, file.read(buffer, 0, buffer.length));
            if (to == 0) {
                throw file.differs("it ends too early");
            }
        }
        return buffer[from++] & 0xff;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
