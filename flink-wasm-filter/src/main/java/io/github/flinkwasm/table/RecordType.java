package io.github.flinkwasm.table;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.internal.codec.JsonText;
import java.io.Serializable;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;

/** A SQL type that a record may have, and the format its records are written in. */
record RecordType(LogicalType type, EventFormat format) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The translation of its values. */
    RecordColumn column() {
        return switch (type.getTypeRoot()) {
            case VARCHAR -> new Text();
            case VARBINARY -> new Bytes();
            default -> throw new IllegalStateException("refused before: " + type);
        };
    }

    private static final class Text implements RecordColumn {
        @Override
        public byte[] toRecord(Object value) {
            return ((StringData) value).toBytes();
        }

        @Override
        public Object fromRecord(byte[] record) {
            return StringData.fromBytes(JsonText.withoutLineBreaks(record));
        }
    }

    private static final class Bytes implements RecordColumn {
        @Override
        public byte[] toRecord(Object value) {
            return (byte[]) value;
        }

        @Override
        public Object fromRecord(byte[] record) {
            return record;
        }
    }
}
