package io.github.flinkwasm.internal.codec;

import java.util.Arrays;
import java.util.Objects;

/**
 * Finds and checks one msgpack value without building anything. Every type of the specification is
 * known, strings may hold any bytes, and a count is only ever compared with what is there.
 *
 * <p>Why not the library's {@code skipValue}? It counts open elements in an {@code int}: a map that
 * announces 2^30 pairs makes the count negative, and the header alone passes for a complete value.
 * It also takes a stream of buffers, has no depth limit and makes objects for each call.
 */
public final class MsgpackScanner implements RecordScanner {
    /** Maximum nesting unless the caller says otherwise. */
    public static final int DEFAULT_MAX_DEPTH = 512;

    private static final int DEPTH_CEILING = 1_000_000;
    private static final byte[] NOTHING = {};

    private final int maxDepth;

    /** How many elements each open container still lacks, outermost first: up to 2^33 - 2. */
    private final long[] missing;

    private byte[] bytes = NOTHING;
    private int from;
    private int to;
    private ScanOutcome outcome = ScanOutcome.INCOMPLETE_AT_END;
    private int end;

    /** Where the scan stopped. */
    private int position;

    /** A scanner with the default limit. */
    public MsgpackScanner() {
        this(DEFAULT_MAX_DEPTH);
    }

    /**
     * A scanner with a limit of its own.
     *
     * @param maxDepth how many arrays and maps may be open at once, 1 to 1,000,000
     */
    public MsgpackScanner(int maxDepth) {
        if (maxDepth < 1 || maxDepth > DEPTH_CEILING) {
            throw new IllegalArgumentException(
                    "Nesting depth is " + maxDepth + "; allowed is 1 to " + DEPTH_CEILING + ".");
        }
        this.maxDepth = maxDepth;
        this.missing = new long[maxDepth];
    }

    @Override
    public ScanOutcome scanFirst(byte[] bytes, int from, int to) {
        return scan(bytes, from, to, false);
    }

    @Override
    public ScanOutcome scanExactly(byte[] bytes, int from, int to) {
        return scan(bytes, from, to, true);
    }

    private ScanOutcome scan(byte[] scanned, int scannedFrom, int scannedTo, boolean exact) {
        Objects.checkFromToIndex(scannedFrom, scannedTo, scanned.length);
        bytes = scanned;
        from = scannedFrom;
        to = scannedTo;
        outcome = value(scanned, scannedFrom, scannedTo);
        if (outcome == ScanOutcome.RECORD) {
            end = position;
            if (exact && end < to) {
                outcome = ScanOutcome.TRAILING_BYTES;
            } else if (!Msgpack.isMap(scanned[scannedFrom])) {
                outcome = ScanOutcome.NOT_A_RECORD;
            }
        }
        return outcome;
    }

    /** Walks over one value of any kind; {@link ScanOutcome#RECORD} here says it is complete. */
    private ScanOutcome value(byte[] b, int first, int limit) {
        int depth = 0;
        int at = first;
        while (true) {
            position = at;
            if (at == limit) {
                return ScanOutcome.INCOMPLETE_AT_END;
            }
            byte lead = b[at];
            if (lead == Msgpack.NEVER_USED) {
                return ScanOutcome.MALFORMED;
            }
            int head = Msgpack.headLength(lead);
            if (head > limit - at) {
                return ScanOutcome.INCOMPLETE_AT_END;
            }
            long elements = 0;
            if (Msgpack.isContainer(lead)) {
                if (depth == maxDepth) {
                    return ScanOutcome.TOO_DEEP;
                }
                elements = Msgpack.elements(b, at);
                at += head;
            } else {
                long body = Msgpack.bodyLength(b, at);
                if (body > limit - at - head) {
                    return ScanOutcome.INCOMPLETE_AT_END;
                }
                at += head + (int) body;
            }
            if (elements > 0) {
                missing[depth++] = elements;
            } else {
                while (depth > 0 && --missing[depth - 1] == 0) {
                    depth--;
                }
                if (depth == 0) {
                    position = at;
                    return ScanOutcome.RECORD;
                }
            }
        }
    }

    /** Index of the first byte of the map that the last scan found: the start of the range. */
    @Override
    public int start() {
        requireRecord();
        return from;
    }

    @Override
    public int end() {
        requireRecord();
        return end;
    }

    /**
     * Like {@link #end()}, also after {@link ScanOutcome#NOT_A_RECORD}.
     *
     * @throws IllegalStateException if the last scan found no complete value
     */
    public int endOfAnyValue() {
        if (outcome != ScanOutcome.NOT_A_RECORD) {
            requireRecord();
        }
        return end;
    }

    @Override
    public byte[] copyValue() {
        requireRecord();
        return Arrays.copyOfRange(bytes, from, end);
    }

    private void requireRecord() {
        if (outcome != ScanOutcome.RECORD) {
            throw new IllegalStateException("The last scan found no record: " + detail());
        }
    }

    @Override
    public String detail() {
        return detailOf("result");
    }

    @Override
    public String detailOf(String whole) {
        String place = " at offset " + (position - from) + " of the " + whole;
        return switch (outcome) {
            case RECORD -> "one msgpack map of " + (end - from) + " bytes";
            case NOT_A_RECORD ->
                    "found "
                            + Msgpack.kindOf(bytes[from])
                            + ", where one msgpack map is needed: "
                            + Excerpt.around(bytes, from, to, from);
            case TRAILING_BYTES ->
                    "the msgpack value ends" + place + "; nothing may follow it" + near();
            case MALFORMED -> "byte 0xc1, which msgpack never uses," + place + near();
            case TOO_DEEP ->
                    "arrays and maps are nested deeper than the allowed "
                            + maxDepth
                            + " levels"
                            + place
                            + near();
            default ->
                    (position == to ? "an element is missing" : incompleteElement())
                            + place
                            + ", which ends after "
                            + (to - from)
                            + " bytes"
                            + near();
        };
    }

    private String incompleteElement() {
        return Msgpack.kindOf(bytes[position]) + " is not complete";
    }

    private String near() {
        return ": " + Excerpt.around(bytes, from, to, position);
    }

    @Override
    public void clear() {
        bytes = NOTHING;
        from = 0;
        to = 0;
        position = 0;
        outcome = ScanOutcome.INCOMPLETE_AT_END;
    }
}
