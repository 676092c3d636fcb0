package io.github.flinkwasm.table;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.internal.codec.JsonText;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.conversion.MisfitException;
import io.github.flinkwasm.internal.conversion.RecordConverter;
import io.github.flinkwasm.internal.conversion.UnsupportedTypeException;
import java.io.Serializable;
import java.util.Optional;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;

/** A SQL type that a record may have, and the format its records are written in. */
record RecordType(LogicalType type, EventFormat format) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Which part of the type has no form in a record, if one has none. */
    Optional<String> problem() {
        try {
            RecordConverter.ofInternalData(type, format);
            return Optional.empty();
        } catch (UnsupportedTypeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Whether a value of this type is one of the other, too. */
    boolean isSameAs(RecordType other) {
        return type.copy(true).equals(other.type.copy(true)) && format == other.format;
    }

    /** A new translation of its values. */
    RecordColumn column() {
        return switch (type.getTypeRoot()) {
            case VARCHAR -> new Text();
            case VARBINARY -> new Bytes();
            default -> {
                try {
                    yield new Fields(RecordConverter.ofInternalData(type, format));
                } catch (UnsupportedTypeException e) {
                    throw new IllegalStateException("The planner should have refused it", e);
                }
            }
        };
    }

    /** JSON text. */
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

    /** A record as its bytes. */
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

    /** A row or a map. */
    private record Fields(RecordConverter<Object> converter) implements RecordColumn {
        @Override
        public byte[] toRecord(Object value) {
            return converter.write(value);
        }

        @Override
        public Object fromRecord(byte[] record) throws MisfitException, MalformedRecordException {
            return converter.read(record);
        }
    }
}
