package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.RecordReader;
import io.github.flinkwasm.internal.codec.RecordWriter;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Turns elements of one type into records of one format and back. Not thread-safe: a task has its
 * own.
 *
 * @param <T> a type that is an object in a record: a row, a POJO, a tuple or a map
 */
public final class RecordConverter<T> {
    private static final byte[] NOTHING = {};

    private final ValueConverter converter;
    private final RecordWriter writer;
    private final RecordReader reader;

    private RecordConverter(ValueConverter converter, EventFormat format) {
        boolean json = format == EventFormat.JSON;
        this.converter = converter;
        this.writer = json ? RecordWriter.json() : RecordWriter.msgpack();
        this.reader = json ? RecordReader.json() : RecordReader.msgpack();
    }

    /**
     * The converter of a type; everything about the type is looked up here.
     *
     * @throws UnsupportedTypeException if the type, or a field of it, has no form in a record
     */
    public static <T> RecordConverter<T> of(TypeInformation<T> type, EventFormat format)
            throws UnsupportedTypeException {
        return new RecordConverter<>(new TypeMapping(format).ofRecord(type), format);
    }

    /**
     * The converter of a SQL type that is an object in a record, for values in Flink's internal
     * form: {@code RowData} and {@code MapData}.
     *
     * @throws UnsupportedTypeException if the type, or a field of it, has no form in a record
     */
    public static RecordConverter<Object> ofInternalData(LogicalType type, EventFormat format)
            throws UnsupportedTypeException {
        return new RecordConverter<>(new LogicalTypeMapping(format).ofRecord(type), format);
    }

    /**
     * The record of an element, in a new array that shares nothing with it.
     *
     * @throws UnwritableValueException if the element is not of the converter's type
     */
    public byte[] write(T element) {
        boolean complete = false;
        try {
            converter.write(element, writer);
            complete = true;
            return writer.take();
        } finally {
            if (!complete) {
                writer.clear();
            }
        }
    }

    /**
     * The element that a record describes.
     *
     * @param record one well-formed object of the converter's format
     * @throws MisfitException if the record holds what the type does not
     */
    public T read(byte[] record) throws MisfitException, MalformedRecordException {
        reader.start(record);
        try {
            @SuppressWarnings("unchecked") // the converter was made of this very type
            T element = (T) converter.read(reader, false);
            return element;
        } finally {
            reader.start(NOTHING);
        }
    }
}
