package io.github.flinkwasm.datastream;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.LogEvent;
import java.time.Instant;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.function.SerializableFunction;
import org.jspecify.annotations.Nullable;

/**
 * A codec for elements that are records and nothing more, so that tag and time have to come from
 * somewhere else. Unless told otherwise, the tag is {@value RecordCodecs#DEFAULT_TAG} and the time
 * is the element's event timestamp, which is 1970-01-01T00:00:00Z where there is none.
 *
 * <p>Immutable: each {@code with} method returns a copy.
 */
@PublicEvolving
public final class BareRecordCodec<IN, OUT> implements RecordCodec<IN, OUT> {

    private static final long serialVersionUID = 1L;

    private final RecordTranslation<IN, OUT> translation;
    private final String tag;
    private final @Nullable SerializableFunction<IN, String> tagExtractor;
    private final @Nullable SerializableFunction<IN, Instant> timeExtractor;

    private BareRecordCodec(
            RecordTranslation<IN, OUT> translation,
            String tag,
            @Nullable SerializableFunction<IN, String> tagExtractor,
            @Nullable SerializableFunction<IN, Instant> timeExtractor) {
        this.translation = translation;
        this.tag = tag;
        this.tagExtractor = tagExtractor;
        this.timeExtractor = timeExtractor;
    }

    static <IN, OUT> BareRecordCodec<IN, OUT> of(RecordTranslation<IN, OUT> translation) {
        return new BareRecordCodec<>(translation, RecordCodecs.DEFAULT_TAG, null, null);
    }

    /** Gives every event this tag. */
    public BareRecordCodec<IN, OUT> withTag(String tag) {
        return new BareRecordCodec<>(
                translation, Objects.requireNonNull(tag, "tag"), null, timeExtractor);
    }

    /** Takes each event's tag from its element. The function must not return null. */
    public BareRecordCodec<IN, OUT> withTagExtractor(
            SerializableFunction<IN, String> tagExtractor) {
        return new BareRecordCodec<>(
                translation,
                tag,
                Objects.requireNonNull(tagExtractor, "tagExtractor"),
                timeExtractor);
    }

    /**
     * Takes each event's time from its element, instead of from Flink's timestamp. The function
     * must not return null.
     */
    public BareRecordCodec<IN, OUT> withTimeExtractor(
            SerializableFunction<IN, Instant> timeExtractor) {
        return new BareRecordCodec<>(
                translation,
                tag,
                tagExtractor,
                Objects.requireNonNull(timeExtractor, "timeExtractor"));
    }

    @Override
    public boolean supports(EventFormat format) {
        return translation.supports(format);
    }

    @Override
    public BareRecordCodec<IN, OUT> forFormat(EventFormat format) {
        return new BareRecordCodec<>(
                translation.forFormat(format), tag, tagExtractor, timeExtractor);
    }

    @Override
    public LogEvent toEvent(IN element, long timestampMillis) {
        String eventTag = tagExtractor == null ? tag : extract(tagExtractor, "tag", element);
        byte[] record = translation.toRecord(element);
        if (timeExtractor == null) {
            long second = Math.floorDiv(timestampMillis, 1000L);
            int nano = Math.floorMod(timestampMillis, 1000) * 1_000_000;
            return LogEvent.of(eventTag, second, nano, record);
        }
        Instant time = extract(timeExtractor, "time", element);
        return LogEvent.of(eventTag, time.getEpochSecond(), time.getNano(), record);
    }

    @Override
    public OUT fromEvent(IN original, LogEvent emitted) {
        return translation.fromRecord(original, emitted.record());
    }

    @Override
    public OUT fromOriginal(IN original, LogEvent event) {
        return translation.fromOriginal(original, event.record());
    }

    @Override
    public TypeInformation<IN> inputType() {
        return translation.inputType();
    }

    @Override
    public TypeInformation<OUT> outputType() {
        return translation.outputType();
    }

    private static <IN, T> T extract(SerializableFunction<IN, T> extractor, String what, IN from) {
        return Objects.requireNonNull(
                extractor.apply(from),
                () ->
                        ("The %s extractor of the filter's codec returned null for an element."
                                        + " Return a %1$s for every element.")
                                .formatted(what));
    }
}
