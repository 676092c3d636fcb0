package io.github.flinkwasm.datastream;

import io.github.flinkwasm.EventFormat;
import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The part of a {@link RecordCodec} that knows nothing of tags and times. */
interface RecordTranslation<IN, OUT> extends Serializable {

    boolean supports(EventFormat format);

    /** The same translation for records of a format that it supports. */
    default RecordTranslation<IN, OUT> forFormat(EventFormat format) {
        return this;
    }

    /** A new array, which shares nothing with the element. */
    byte[] toRecord(IN element);

    OUT fromRecord(IN original, byte[] record);

    /** What goes on unfiltered; {@code record} is what {@link #toRecord} made of the element. */
    OUT fromOriginal(IN original, byte[] record);

    TypeInformation<IN> inputType();

    TypeInformation<OUT> outputType();
}
