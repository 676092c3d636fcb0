package io.github.flinkwasm.internal.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads checked msgpack, in the layout of {@link Msgpack}. */
final class MsgpackRecordReader implements RecordReader {
    private static final byte[] NOTHING = {};
    private static final int FLOAT_32 = 0xca;
    private static final int FLOAT_64 = 0xcb;
    private static final int UNSIGNED_64 = 0xcf;
    private static final int SIGNED_8 = 0xd0;

    private byte[] msgpack = NOTHING;
    private int at;

    /** Elements that each open container still lacks, outermost first; a map's keys count too. */
    private long[] missing = new long[16];

    private int depth;

    private ValueKind kind = ValueKind.NULL;
    private int lead;

    /** The body of a value that is no container. */
    private int start;

    private int end;
    private long integer;

    @Override
    public void start(byte[] record) {
        msgpack = record;
        at = 0;
        depth = 0;
    }

    @Override
    public ValueKind next() throws MalformedRecordException {
        kind = read();
        if (kind == ValueKind.OBJECT || kind == ValueKind.ARRAY) {
            if (depth == missing.length) {
                missing = Arrays.copyOf(missing, 2 * depth);
            }
            missing[depth++] = Msgpack.elements(msgpack, start);
        }
        return kind;
    }

    /** Goes behind the value, or the head of the container, that begins at {@link #at}. */
    private ValueKind read() throws MalformedRecordException {
        start = at;
        require(1);
        byte first = msgpack[at];
        lead = first & 0xff;
        int head = Msgpack.headLength(first);
        require(head);
        if (Msgpack.isContainer(first)) {
            at += head;
            end = at;
            return Msgpack.isMap(first) ? ValueKind.OBJECT : ValueKind.ARRAY;
        }
        long body = Msgpack.bodyLength(msgpack, at);
        require(head + body);
        start = at + head;
        end = start + (int) body;
        at = end;
        return scalarKind();
    }

    private ValueKind scalarKind() throws MalformedRecordException {
        if (lead < 0x80 || lead >= 0xe0) {
            integer = (byte) lead;
            return ValueKind.INTEGER;
        }
        if (lead < 0xc0) {
            return ValueKind.STRING;
        }
        return switch (lead) {
            case 0xc0 -> ValueKind.NULL;
            case 0xc2, 0xc3 -> ValueKind.BOOLEAN;
            case 0xc4, 0xc5, 0xc6 -> ValueKind.BINARY;
            case FLOAT_32, FLOAT_64 -> ValueKind.DECIMAL;
            case 0xcc, 0xcd, 0xce, UNSIGNED_64, 0xd0, 0xd1, 0xd2, 0xd3 -> readInteger();
            case 0xd9, 0xda, 0xdb -> ValueKind.STRING;
            case 0xc1 ->
                    throw new MalformedRecordException(
                            "Byte 0xc1, which msgpack never uses, at offset "
                                    + (start - 1)
                                    + " of the record.");
            default -> ValueKind.EXTENSION;
        };
    }

    private ValueKind readInteger() {
        long value = bigEndian();
        if (lead >= SIGNED_8) {
            int unused = Long.SIZE - (end - start) * Byte.SIZE;
            value = value << unused >> unused;
        }
        integer = value;
        return lead == UNSIGNED_64 && value < 0 ? ValueKind.BIG_INTEGER : ValueKind.INTEGER;
    }

    private long bigEndian() {
        long value = 0;
        for (int i = start; i < end; i++) {
            value = (value << Byte.SIZE) | (msgpack[i] & 0xff);
        }
        return value;
    }

    @Override
    public int nextField(FieldNames names, int expected) throws MalformedRecordException {
        if (!nextElement()) {
            return END_OF_OBJECT;
        }
        if (next() == ValueKind.STRING) {
            missing[depth - 1]--;
            return names.find(msgpack, start, end, expected);
        }
        skipRest();
        missing[depth - 1]--;
        return UNKNOWN_FIELD;
    }

    @Override
    public @Nullable String nextKey() throws MalformedRecordException {
        if (!nextElement()) {
            return null;
        }
        if (next() != ValueKind.STRING) {
            throw new MalformedRecordException(
                    "A key of the record is " + describe() + ", but keys must be strings.");
        }
        missing[depth - 1]--;
        return string();
    }

    @Override
    public boolean nextElement() {
        if (missing[depth - 1] == 0) {
            depth--;
            return false;
        }
        missing[depth - 1]--;
        return true;
    }

    @Override
    public void skipRest() throws MalformedRecordException {
        if (kind != ValueKind.OBJECT && kind != ValueKind.ARRAY) {
            return;
        }
        int outside = depth - 1;
        while (depth > outside) {
            if (nextElement()) {
                next();
            }
        }
    }

    @Override
    public String string() {
        return new String(msgpack, start, end - start, StandardCharsets.UTF_8);
    }

    @Override
    public boolean bool() {
        return (lead & 1) != 0;
    }

    @Override
    public long integer() {
        return integer;
    }

    @Override
    public BigInteger bigInteger() {
        return kind == ValueKind.INTEGER
                ? BigInteger.valueOf(integer)
                : new BigInteger(Long.toUnsignedString(integer));
    }

    @Override
    public double floating() {
        return switch (kind) {
            case INTEGER -> (double) integer;
            case BIG_INTEGER -> bigInteger().doubleValue();
            default ->
                    lead == FLOAT_32
                            ? Float.intBitsToFloat((int) bigEndian())
                            : Double.longBitsToDouble(bigEndian());
        };
    }

    @Override
    public float singleFloating() {
        return switch (kind) {
            case INTEGER -> (float) integer;
            case BIG_INTEGER -> bigInteger().floatValue();
            default -> (float) floating();
        };
    }

    @Override
    public BigDecimal decimal() {
        return switch (kind) {
            case INTEGER -> BigDecimal.valueOf(integer);
            case BIG_INTEGER -> new BigDecimal(bigInteger());
            default -> new BigDecimal(floatText());
        };
    }

    private String floatText() {
        double value = floating();
        return lead == FLOAT_32 ? Float.toString((float) value) : Double.toString(value);
    }

    @Override
    public boolean mayExceedDouble() {
        return false;
    }

    @Override
    public byte[] binary() {
        return Arrays.copyOfRange(msgpack, start, end);
    }

    @Override
    public String describe() {
        return switch (kind) {
            case STRING -> "the string " + Excerpt.ofStart(string());
            case BOOLEAN -> bool() ? "true" : "false";
            case INTEGER, BIG_INTEGER -> "the number " + bigInteger();
            case DECIMAL -> "the number " + floatText();
            case BINARY, EXTENSION ->
                    Msgpack.kindOf((byte) lead) + " of " + (end - start) + " bytes";
            default -> Msgpack.kindOf((byte) lead);
        };
    }

    private void require(long bytes) throws MalformedRecordException {
        if (bytes > msgpack.length - at) {
            throw new MalformedRecordException(
                    "The record of "
                            + msgpack.length
                            + " bytes ends inside the msgpack value at offset "
                            + at
                            + ".");
        }
    }
}
