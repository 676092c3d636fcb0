package io.github.flinkwasm.replay.output;

import org.apache.flink.core.fs.Path;

/**
 * What became of each item of a unit, in the order of the items: a file beside the part files,
 * which alone do not say from which line of the input their events come. Always gzip.
 *
 * <table>
 *   <caption>Content. A <i>number</i> has seven bits in each byte, the lowest first, and the eighth
 *       set in all bytes but the last. A <i>text</i> is the number of its bytes and these, in UTF-8.
 *   </caption>
 *   <tr><td>{@code WFOC}, a byte</td><td>what this is, and the version: 1</td></tr>
 *   <tr><td>number, text</td><td>the unit and the URI of its input</td></tr>
 *   <tr><td>runs, each a number</td><td>how many items one after another have the same outcome, times
 *       8, plus the outcome: 0 emitted, 1 dropped, 2 unreadable, 3 failed, 4 failed and nevertheless
 *       written among the emitted. After 3 and 4 a text: the {@code FailureReason}</td></tr>
 *   <tr><td>{@code 0x07}</td><td>the end of the runs</td></tr>
 *   <tr><td>number</td><td>how many items there are in all runs</td></tr>
 *   <tr><td>number, files</td><td>the part files with what was emitted, those of one directory in
 *       the order in which they were written: path as text, items and bytes as numbers, CRC-32C as
 *       text</td></tr>
 * </table>
 *
 * <p>See docs/rationale.md, "Why does a replay write down every outcome?"
 */
final class OutcomesFile {
    static final String DIRECTORY = "_outcomes";
    static final OutputCompression COMPRESSION = OutputCompression.GZ;
    static final byte[] MAGIC = {'W', 'F', 'O', 'C'};
    static final int VERSION = 1;

    static final int EMITTED = 0;
    static final int DROPPED = 1;
    static final int UNREADABLE = 2;
    static final int FAILED = 3;
    static final int FAILED_BUT_WRITTEN = 4;
    static final int END = 7;

    /** Bits of a run's number that say which outcome it is. */
    static final int OUTCOME_BITS = 3;

    /** Bits of a number in each byte. */
    static final int NUMBER_BITS = 7;

    static final int MORE = 1 << NUMBER_BITS;

    private OutcomesFile() {}

    /** Where the outcomes of a unit are, below the output directory. */
    static String pathOf(int unit) {
        return DIRECTORY + Path.SEPARATOR + "part-%06d.outcomes.gz".formatted(unit);
    }

    static boolean hasReason(int outcome) {
        return outcome == FAILED || outcome == FAILED_BUT_WRITTEN;
    }
}
