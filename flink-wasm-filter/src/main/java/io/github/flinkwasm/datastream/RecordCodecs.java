package io.github.flinkwasm.datastream;

import io.github.flinkwasm.LogEvent;
import org.apache.flink.annotation.PublicEvolving;

/** The codecs that come with the library. */
@PublicEvolving
public final class RecordCodecs {

    /** The tag of events whose codec was not told another one. */
    public static final String DEFAULT_TAG = "flink";

    private RecordCodecs() {}

    /**
     * A stream of events, for filters of either format. Tag, time and metadata stay as they are.
     *
     * <p>An event's time is its own; Flink's timestamp of the element is another matter, and goes
     * on untouched as well.
     */
    public static RecordCodec<LogEvent, LogEvent> logEvents() {
        return LogEventCodec.INSTANCE;
    }

    /**
     * A stream of JSON texts, one object each, for filters of JSON. A text that goes on holds no
     * line break, so that it can be written as a line; a text that is passed through goes on as it
     * came.
     *
     * <p>Java turns an unpaired surrogate, which no JSON text should hold, into a question mark.
     */
    public static BareRecordCodec<String, String> strings() {
        return BareRecordCodec.of(new StringTranslation());
    }

    /**
     * A stream of records as bytes, in the format of the filter, whichever that is. The bytes are
     * not looked at on the way to the guest.
     */
    public static BareRecordCodec<byte[], byte[]> bytes() {
        return BareRecordCodec.of(new BytesTranslation());
    }
}
