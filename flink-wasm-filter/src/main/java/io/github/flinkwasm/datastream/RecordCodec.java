package io.github.flinkwasm.datastream;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.InvalidRecordException;
import io.github.flinkwasm.LogEvent;
import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Translates between the elements of a stream and the events a filter handles. {@link RecordCodecs}
 * has those for common elements.
 *
 * <p>Used by one task thread at a time. With Flink's object reuse an element may change as soon as
 * it has been handled, so what {@link #toEvent} returns must share no array with it, unless the
 * element is immutable.
 *
 * @param <IN> an element of the stream that is filtered
 * @param <OUT> an element of the stream of what the filter emitted
 */
@PublicEvolving
public interface RecordCodec<IN, OUT> extends Serializable {

    /** Whether the record bytes of this codec are, or may be, of that format. */
    boolean supports(EventFormat format);

    /**
     * This codec for records of one format. A filter asks for it once, on the client, with its own
     * format; a codec that leaves the format to its elements, or has only one, is that codec
     * itself.
     *
     * @param format one that the codec {@link #supports}
     */
    default RecordCodec<IN, OUT> forFormat(EventFormat format) {
        return this;
    }

    /**
     * The event that a filter shall see. Every element has one: what a codec cannot write well it
     * leaves to the guest to refuse.
     *
     * <p>Where that is impossible, since an element is not of the type that was declared, the codec
     * throws an {@link IllegalArgumentException}, and the job fails.
     *
     * @param timestampMillis the element's event timestamp in milliseconds since 1970, and 0 when
     *     it has none; the event's time, unless the element holds a better one
     */
    LogEvent toEvent(IN element, long timestampMillis);

    /**
     * The element that goes on when the filter has emitted an event.
     *
     * @param original what {@link #toEvent} was given
     * @param emitted the event that it returned, with the record that the guest returned: one
     *     well-formed object of the filter's format
     * @throws InvalidRecordException when there is no such element; the event then fails
     */
    OUT fromEvent(IN original, LogEvent emitted);

    /**
     * The element that goes on when an event failed and is passed through unfiltered.
     *
     * @param event what {@link #toEvent} made of the original
     * @throws InvalidRecordException when there is no such element; the job then fails
     */
    default OUT fromOriginal(IN original, LogEvent event) {
        return fromEvent(original, event);
    }

    /** Flink's description of {@code IN}: what the dropped output carries. */
    TypeInformation<IN> inputType();

    /** Flink's description of {@code OUT}: what the main output carries. */
    TypeInformation<OUT> outputType();
}
