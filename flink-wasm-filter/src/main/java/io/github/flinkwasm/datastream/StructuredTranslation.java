package io.github.flinkwasm.datastream;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.InvalidRecordException;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.conversion.MisfitException;
import io.github.flinkwasm.internal.conversion.RecordConverter;
import io.github.flinkwasm.internal.conversion.UnsupportedTypeException;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** A record as an object with fields: a row, a POJO, a tuple or a map. */
final class StructuredTranslation<IN, OUT> implements RecordTranslation<IN, OUT> {

    private static final long serialVersionUID = 1L;

    private final TypeInformation<IN> inputType;
    private final TypeInformation<OUT> outputType;
    private final EventFormat format;

    private transient @Nullable RecordConverter<IN> input;
    private transient @Nullable RecordConverter<OUT> output;

    private StructuredTranslation(
            TypeInformation<IN> inputType, TypeInformation<OUT> outputType, EventFormat format) {
        this.inputType = inputType;
        this.outputType = outputType;
        this.format = format;
    }

    /**
     * @throws InvalidConfigurationException if one of the types has no form in a record
     */
    static <IN, OUT> StructuredTranslation<IN, OUT> of(
            TypeInformation<IN> inputType, TypeInformation<OUT> outputType) {
        Objects.requireNonNull(inputType, "inputType");
        Objects.requireNonNull(outputType, "outputType");
        // For the check alone: the task makes its own.
        converter(inputType, EventFormat.JSON);
        converter(outputType, EventFormat.JSON);
        return new StructuredTranslation<>(inputType, outputType, EventFormat.JSON);
    }

    @Override
    public boolean supports(EventFormat format) {
        return true;
    }

    @Override
    public RecordTranslation<IN, OUT> forFormat(EventFormat format) {
        return new StructuredTranslation<>(inputType, outputType, format);
    }

    @Override
    public byte[] toRecord(IN element) {
        if (input == null) {
            input = converter(inputType, format);
        }
        return input.write(element);
    }

    @Override
    public OUT fromRecord(IN original, byte[] record) {
        if (output == null) {
            output = converter(outputType, format);
        }
        OUT result;
        try {
            result = output.read(record);
        } catch (MisfitException e) {
            throw new InvalidRecordException(
                    ("In the record that the filter emitted, %s. Let the filter return what the"
                                    + " type allows, or give the codec an output type that has it.")
                            .formatted(e.getMessage()));
        } catch (MalformedRecordException e) {
            throw new InvalidRecordException(
                    "The record that the filter emitted cannot be read as %s: %s"
                            .formatted(outputType, e.getMessage()),
                    e);
        }
        if (original instanceof Row from && result instanceof Row to) {
            to.setKind(from.getKind());
        }
        return result;
    }

    // Where nothing has to be converted, nothing can be lost.
    @Override
    public OUT fromOriginal(IN original, byte[] record) {
        if (inputType.equals(outputType)) {
            @SuppressWarnings("unchecked") // the two types are one
            OUT unchanged = (OUT) original;
            return unchanged;
        }
        return fromRecord(original, record);
    }

    @Override
    public TypeInformation<IN> inputType() {
        return inputType;
    }

    @Override
    public TypeInformation<OUT> outputType() {
        return outputType;
    }

    private static <T> RecordConverter<T> converter(TypeInformation<T> type, EventFormat format) {
        try {
            return RecordConverter.of(type, format);
        } catch (UnsupportedTypeException e) {
            throw new InvalidConfigurationException(
                    ("There is no codec for elements of type %s, since %s. There are codecs for"
                         + " String, byte[], LogEvent, Map<String, Object> (declared as"
                         + " RecordMapTypeInformation.INSTANCE), and for Row, POJOs, Java records,"
                         + " tuples and maps, of booleans, numbers, strings, characters, enums,"
                         + " java.time and java.sql types, bytes, and arrays, lists, maps and"
                         + " objects of these. Declare such a type, with .returns(…) on the stream"
                         + " or @TypeInfo on the field, or give a RecordCodec of your own.")
                            .formatted(type, e.getMessage()),
                    e);
        }
    }
}
