package io.github.flinkwasm.internal.codec;

/**
 * Looks at bytes that a guest returned and says which one value stands there. A scanner is reusable
 * and not thread-safe: one per executor. It trusts no byte, allocates nothing while it scans, does
 * not recurse, and reads every byte of the range a bounded number of times.
 *
 * <p>After a scan it keeps a reference to the scanned array, not a copy of the bytes: {@link
 * #copyValue} and {@link #detail} must be called before the guest runs again, and {@link #clear}
 * lets the array go.
 */
public sealed interface RecordScanner permits JsonScanner, MsgpackScanner {

    /**
     * Finds the first complete value in {@code [from, to)} and ignores what follows it, as ABI
     * version 1 needs. In JSON a NUL byte ends the text wherever it stands; in msgpack it is data.
     *
     * @throws IndexOutOfBoundsException if the range is not inside the array
     */
    ScanOutcome scanFirst(byte[] bytes, int from, int to);

    /**
     * Checks that {@code [from, to)} holds exactly one value, as ABI version 2 needs. In JSON white
     * space may stand around it and a NUL byte is malformed.
     *
     * @throws IndexOutOfBoundsException if the range is not inside the array
     */
    ScanOutcome scanExactly(byte[] bytes, int from, int to);

    /**
     * Index of the first byte of the value that the last scan found.
     *
     * @throws IllegalStateException if the last scan did not end in {@link ScanOutcome#RECORD}
     */
    int start();

    /**
     * Index after the last byte of the value that the last scan found.
     *
     * @throws IllegalStateException if the last scan did not end in {@link ScanOutcome#RECORD}
     */
    int end();

    /**
     * The found record in a new array that belongs to the caller.
     *
     * @throws IllegalStateException if the last scan did not end in {@link ScanOutcome#RECORD}
     */
    byte[] copyValue();

    /**
     * One sentence on what the last scan found, what was allowed and where, for a failure's detail.
     * Bytes of the guest are quoted, escaped and cut short; offsets count from the scanned range's
     * start.
     */
    String detail();

    /** The sentence of {@link #detail()} with another word than "result" for what was scanned. */
    String detailOf(String whole);

    /** Forgets the last scan and the array it looked at. */
    void clear();
}
