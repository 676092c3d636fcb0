package io.github.flinkwasm.examples.quickstart;

/**
 * One line as it stands in the archive, before anybody has looked into it. Public, with a public
 * constructor, because Flink then handles it as a POJO. Its array is never written to.
 *
 * @param file the file's index in the {@link Ledger}
 * @param number the first line of a file has 1
 * @param bytes the line without its line break; of a line that is {@link Defect#TOO_LONG} only the
 *     beginning
 * @param length how many bytes the line has in the archive
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier from operator to operator, never compared
public record ArchiveLine(int file, long number, byte[] bytes, long length, Defect defect) {

    /** What can be wrong with a line before anybody looks into it. */
    public enum Defect {
        NONE,

        /** The file is damaged in the middle of this line. */
        CUT_OFF,

        /** It has more than {@link LineReader#MAX_LENGTH} bytes. */
        TOO_LONG
    }
}
