package io.github.flinkwasm.internal.codec;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Msgpack straight into one array, in the layout of {@link Msgpack}. */
final class MsgpackRecordWriter implements RecordWriter {
    private static final int FIX_MAP = 0x80;
    private static final int FIX_ARRAY = 0x90;
    private static final int FIX_STRING = 0xa0;
    private static final int NIL = 0xc0;
    private static final int FALSE = 0xc2;
    private static final int TRUE = 0xc3;
    private static final int BINARY_8 = 0xc4;
    private static final int FLOAT_32 = 0xca;
    private static final int FLOAT_64 = 0xcb;
    private static final int UNSIGNED_8 = 0xcc;
    private static final int SIGNED_8 = 0xd0;
    private static final int STRING_8 = 0xd9;
    private static final int ARRAY_16 = 0xdc;
    private static final int MAP_16 = 0xde;

    private static final int MAX_FIX_COUNT = 15;
    private static final int MAX_FIX_STRING = 31;
    private static final int MIN_FIX_INTEGER = -32;

    private final ByteSink sink = new ByteSink();

    @Override
    public void startObject(int fields) {
        count(fields, FIX_MAP, MAP_16);
    }

    @Override
    public void key(FieldNames names, int position) {
        sink.put(names.msgpackKey(position));
    }

    @Override
    public void key(String name) {
        putString(sink, name);
    }

    @Override
    public void endObject() {}

    @Override
    public void startArray(int elements) {
        count(elements, FIX_ARRAY, ARRAY_16);
    }

    @Override
    public void endArray() {}

    @Override
    public void nil() {
        sink.put(NIL);
    }

    @Override
    public void bool(boolean value) {
        sink.put(value ? TRUE : FALSE);
    }

    @Override
    public void integer(long value) {
        if (value >= MIN_FIX_INTEGER && value <= Byte.MAX_VALUE) {
            sink.put((int) value);
        } else if (value >= 0) {
            unsigned(value);
        } else {
            int power = value >= Byte.MIN_VALUE ? 0 : value >= Short.MIN_VALUE ? 1 : 2;
            power = value >= Integer.MIN_VALUE ? power : 3;
            sink.put(SIGNED_8 + power);
            sink.putBigEndian(value, 1 << power);
        }
    }

    @Override
    public void integer(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            integer(value.longValue());
        } else if (value.signum() > 0 && value.bitLength() == Long.SIZE) {
            unsigned(value.longValue());
        } else {
            string(value.toString());
        }
    }

    private void unsigned(long value) {
        int power = value >>> 8 == 0 ? 0 : value >>> 16 == 0 ? 1 : value >>> 32 == 0 ? 2 : 3;
        sink.put(UNSIGNED_8 + power);
        sink.putBigEndian(value, 1 << power);
    }

    @Override
    public void string(String value) {
        putString(sink, value);
    }

    @Override
    public void floating(double value) {
        sink.put(FLOAT_64);
        sink.putBigEndian(Double.doubleToRawLongBits(value), Double.BYTES);
    }

    @Override
    public void floating(float value) {
        sink.put(FLOAT_32);
        sink.putBigEndian(Float.floatToRawIntBits(value), Float.BYTES);
    }

    @Override
    public void decimal(BigDecimal value) {
        string(value.toString());
    }

    @Override
    public void binary(byte[] value) {
        length(sink, value.length, BINARY_8);
        sink.put(value);
    }

    @Override
    public byte[] take() {
        return sink.take();
    }

    @Override
    public void clear() {
        sink.clear();
    }

    /** A string in its shortest form. */
    static void putString(ByteSink sink, String text) {
        int length = utf8Length(text);
        if (length <= MAX_FIX_STRING) {
            sink.put(FIX_STRING | length);
        } else {
            length(sink, length, STRING_8);
        }
        sink.putUtf8(text);
    }

    /** A length in 1, 2 or 4 bytes after the lead byte that says so. */
    private static void length(ByteSink sink, int length, int leadOfOneByte) {
        int power = length >>> 8 == 0 ? 0 : length >>> 16 == 0 ? 1 : 2;
        sink.put(leadOfOneByte + power);
        sink.putBigEndian(length, 1 << power);
    }

    private void count(int count, int fixLead, int leadOfTwoBytes) {
        if (count <= MAX_FIX_COUNT) {
            sink.put(fixLead | count);
        } else {
            int power = count >>> 16 == 0 ? 1 : 2;
            sink.put(leadOfTwoBytes + power - 1);
            sink.putBigEndian(count, 1 << power);
        }
    }

    /** Bytes of what {@link ByteSink#putUtf8} makes of the text. */
    private static int utf8Length(String text) {
        int count = text.length();
        int length = count;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                boolean pair =
                        Character.isHighSurrogate(c)
                                && i + 1 < count
                                && Character.isLowSurrogate(text.charAt(i + 1));
                // A pair takes four bytes, of which its two characters were counted.
                length = Math.addExact(length, c < 0x800 ? 1 : 2);
                i += pair ? 1 : 0;
            }
        }
        return length;
    }
}
