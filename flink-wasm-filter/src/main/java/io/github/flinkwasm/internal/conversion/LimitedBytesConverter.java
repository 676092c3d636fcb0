package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.RecordWriter;
import io.github.flinkwasm.internal.codec.ValueKind;

/** Bytes of a type that says how many there may be. */
final class LimitedBytesConverter extends ValueConverter {
    private final BytesConverter bytes;
    private final int fewest;
    private final int most;

    LimitedBytesConverter(BytesConverter bytes, int fewest, int most) {
        this.bytes = bytes;
        this.fewest = fewest;
        this.most = most;
    }

    @Override
    String allowed() {
        return bytes.allowed()
                + (fewest == most ? " of " : " of at most ")
                + most
                + (most == 1 ? " byte" : " bytes");
    }

    @Override
    boolean isNullSerializable() {
        return false;
    }

    @Override
    void writeValue(Object value, RecordWriter out) {
        bytes.writeValue(value, out);
    }

    @Override
    Object readValue(ValueKind kind, RecordReader in) throws MisfitException {
        byte[] value;
        try {
            value = (byte[]) bytes.readValue(kind, in);
        } catch (MisfitException e) {
            throw misfit(in);
        }
        if (value.length < fewest || value.length > most) {
            throw misfit(in);
        }
        return value;
    }
}
