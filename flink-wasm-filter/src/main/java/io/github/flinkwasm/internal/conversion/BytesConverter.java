package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.RecordWriter;
import io.github.flinkwasm.internal.codec.ValueKind;
import java.util.Base64;

/** A {@code byte[]}: Base64 in JSON, binary in msgpack. */
final class BytesConverter extends ValueConverter {

    /** What the records of a converter's format have for bytes. */
    private final boolean binary;

    BytesConverter(boolean binary) {
        this.binary = binary;
    }

    @Override
    String allowed() {
        return binary ? "a binary value" : "a string of Base64";
    }

    @Override
    boolean isNullSerializable() {
        return false;
    }

    @Override
    void writeValue(Object value, RecordWriter out) {
        out.binary(cast(byte[].class, value));
    }

    @Override
    Object readValue(ValueKind kind, RecordReader in) throws MisfitException {
        if (binary && kind == ValueKind.BINARY) {
            return in.binary();
        }
        if (binary || kind != ValueKind.STRING) {
            throw misfit(in);
        }
        try {
            return Base64.getDecoder().decode(in.string());
        } catch (IllegalArgumentException e) {
            throw misfit(in);
        }
    }
}
