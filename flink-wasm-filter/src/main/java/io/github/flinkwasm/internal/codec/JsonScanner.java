package io.github.flinkwasm.internal.codec;

import java.util.Arrays;
import java.util.Objects;

/**
 * Finds and checks one JSON value without building anything.
 *
 * <p>The grammar is RFC 8259 with one leniency that Fluent Bit has too: raw control characters may
 * stand in strings. Refused are, among others, a byte order mark, comments, {@code NaN} and {@code
 * Infinity}, numbers that are infinite as a double, leading zeros, trailing commas and single
 * quotes. Duplicate keys are fine.
 *
 * <p>{@link #copyValue} gives the guest's own bytes of the value. Only strings may differ, and only
 * so that the result is well-formed JSON in well-formed UTF-8: a raw control character becomes
 * {@code \}{@code u00xx}; each maximal ill-formed subpart of UTF-8 and each escape of a lone
 * surrogate becomes U+FFFD, as its three UTF-8 bytes.
 */
public final class JsonScanner implements RecordScanner {
    /** Maximum nesting unless the caller says otherwise. */
    public static final int DEFAULT_MAX_DEPTH = 512;

    /** Maximum characters of one number unless the caller says otherwise. */
    public static final int DEFAULT_MAX_NUMBER_LENGTH = 1_000;

    private static final int DEPTH_CEILING = 1_000_000;

    /** The most bytes that the JVM is sure to hold in one array. */
    static final int MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

    private static final byte[] NOTHING = {};

    private final int maxDepth;
    private final int maxNumberLength;
    private final JsonGrammar grammar;

    private byte[] bytes = NOTHING;
    private int from;
    private int to;
    private boolean exact;

    private ScanOutcome outcome = ScanOutcome.INCOMPLETE_AT_END;
    private int start;
    private int end;

    /** Where the scan stopped. */
    private int position;

    /** A scanner with the default limits. */
    public JsonScanner() {
        this(DEFAULT_MAX_DEPTH, DEFAULT_MAX_NUMBER_LENGTH);
    }

    /**
     * A scanner with limits of its own.
     *
     * @param maxDepth how many arrays and objects may be open at once, 1 to 1,000,000
     * @param maxNumberLength how many characters one number may have, at least 1
     */
    public JsonScanner(int maxDepth, int maxNumberLength) {
        if (maxDepth < 1 || maxDepth > DEPTH_CEILING) {
            throw new IllegalArgumentException(
                    "Nesting depth is " + maxDepth + "; allowed is 1 to " + DEPTH_CEILING + ".");
        }
        if (maxNumberLength < 1) {
            throw new IllegalArgumentException(
                    "Number length is " + maxNumberLength + "; it must be at least 1.");
        }
        this.maxDepth = maxDepth;
        this.maxNumberLength = maxNumberLength;
        this.grammar = new JsonGrammar(maxDepth, maxNumberLength);
    }

    @Override
    public ScanOutcome scanFirst(byte[] bytes, int from, int to) {
        return scan(bytes, from, to, false);
    }

    @Override
    public ScanOutcome scanExactly(byte[] bytes, int from, int to) {
        return scan(bytes, from, to, true);
    }

    private ScanOutcome scan(byte[] scanned, int scannedFrom, int scannedTo, boolean exactly) {
        Objects.checkFromToIndex(scannedFrom, scannedTo, scanned.length);
        bytes = scanned;
        from = scannedFrom;
        to = scannedTo;
        exact = exactly;
        start = JsonBytes.skipWhiteSpace(scanned, scannedFrom, scannedTo);
        position = start;
        outcome = begin(scanned, scannedTo);
        return outcome;
    }

    private ScanOutcome begin(byte[] b, int limit) {
        if (start == limit) {
            // Without a NUL a first value may still follow, beyond what the caller could show us.
            return exact ? ScanOutcome.BLANK : ScanOutcome.INCOMPLETE_AT_END;
        }
        if (b[start] == 0 && !exact) {
            return ScanOutcome.BLANK;
        }
        int after = grammar.read(b, start, limit, exact);
        if (after < 0) {
            return stopped(b, ~after, limit);
        }
        end = after;
        position = after;
        if (exact) {
            position = JsonBytes.skipWhiteSpace(b, after, limit);
            if (position < limit) {
                return ScanOutcome.TRAILING_BYTES;
            }
        }
        if (grammar.growth() > MAX_ARRAY_LENGTH - (end - start)) {
            return ScanOutcome.MALFORMED;
        }
        return b[start] == '{' ? ScanOutcome.RECORD : ScanOutcome.NOT_A_RECORD;
    }

    private ScanOutcome stopped(byte[] b, int at, int limit) {
        position = at;
        if (at >= limit) {
            return ScanOutcome.INCOMPLETE_AT_END;
        }
        if (b[at] == 0 && !exact) {
            return ScanOutcome.INCOMPLETE_AT_NUL;
        }
        return grammar.tooDeep() ? ScanOutcome.TOO_DEEP : ScanOutcome.MALFORMED;
    }

    @Override
    public int start() {
        requireRecord();
        return start;
    }

    @Override
    public int end() {
        requireRecord();
        return end;
    }

    @Override
    public byte[] copyValue() {
        requireRecord();
        return copyAnyValue();
    }

    /** Like {@link #copyValue}, also after {@link ScanOutcome#NOT_A_RECORD}. */
    byte[] copyAnyValue() {
        if (outcome != ScanOutcome.NOT_A_RECORD) {
            requireRecord();
        }
        return grammar.repairs()
                ? JsonRepair.copy(bytes, start, end, (int) (end - start + grammar.growth()))
                : Arrays.copyOfRange(bytes, start, end);
    }

    private void requireRecord() {
        if (outcome != ScanOutcome.RECORD) {
            throw new IllegalStateException("The last scan found no record: " + detail());
        }
    }

    /** Index of the byte at which the last scan stopped. */
    int position() {
        return position;
    }

    @Override
    public String detail() {
        return detailOf("result");
    }

    @Override
    public String detailOf(String whole) {
        return detail("at offset " + (position - from) + " of the " + whole);
    }

    /** The sentence of {@link #detail()} with the given words for where the scan stopped. */
    String detail(String place) {
        return switch (outcome) {
            case RECORD -> "one JSON object of " + (end - start) + " bytes";
            case BLANK -> "nothing but white space, where one JSON object is needed";
            case NOT_A_RECORD ->
                    "found "
                            + JsonBytes.kindOf(bytes[start])
                            + ", where one JSON object is needed: "
                            + Excerpt.around(bytes, from, to, start);
            case TRAILING_BYTES ->
                    unexpectedByte(place)
                            + "; after the JSON value only white space is allowed"
                            + near();
            case TOO_DEEP ->
                    "arrays and objects are nested deeper than the allowed "
                            + maxDepth
                            + " levels "
                            + place
                            + near();
            case MALFORMED -> malformed(place);
            case INCOMPLETE_AT_NUL ->
                    "a NUL byte ends the text inside a JSON value " + place + near();
            case INCOMPLETE_AT_END ->
                    "the bytes end before one JSON value is complete " + place + near();
        };
    }

    private String malformed(String place) {
        return switch (grammar.problem()) {
            case NUMBER_TOO_LONG ->
                    "a number of more characters than the allowed "
                            + maxNumberLength
                            + " "
                            + place
                            + near();
            case NUMBER_TOO_LARGE -> "a number that is infinite as a double " + place + near();
            case NONE ->
                    "a JSON value of "
                            + (end - start)
                            + " bytes, which would not fit into an array once its strings are"
                            + " well-formed";
            default -> unexpectedByte(place) + "; " + grammar.problem().rule() + near();
        };
    }

    private String unexpectedByte(String place) {
        return "unexpected byte " + Excerpt.ofByte(bytes[position]) + " " + place;
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
