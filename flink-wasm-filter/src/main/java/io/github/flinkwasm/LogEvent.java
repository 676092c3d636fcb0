package io.github.flinkwasm;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * One event: a tag, a time, a record, and metadata that no filter sees.
 *
 * <p>Immutable by agreement. An event owns the arrays it was made of: whoever passes one in must
 * not write to it any more, and whoever gets one out must not write to it at all. Nothing is copied
 * on the way through a filter, and Flink hands an event from operator to operator as it is.
 *
 * <p>Streams of events use {@link LogEventTypeInformation} without being told to.
 */
@PublicEvolving
@TypeInfo(LogEventTypeInformation.Factory.class)
public final class LogEvent {

    private static final byte[] NO_METADATA = {};

    private final String tag;
    private final long epochSecond;
    private final int nano;
    private final byte[] record;
    private final byte[] metadata;

    private LogEvent(String tag, long epochSecond, int nano, byte[] record, byte[] metadata) {
        this.tag = tag;
        this.epochSecond = epochSecond;
        this.nano = nano;
        this.record = record;
        this.metadata = metadata;
    }

    /**
     * An event without metadata.
     *
     * @param tag by which Fluent Bit would route the event; may be empty
     * @param epochSecond seconds since 1970-01-01T00:00:00Z; negative before
     * @param nano nanoseconds within that second, from 0 to 999,999,999
     * @param record the record's bytes, in the {@link EventFormat} of the filter it is meant for;
     *     the event takes ownership of the array
     * @throws IllegalArgumentException when {@code nano} is out of its range
     */
    public static LogEvent of(String tag, long epochSecond, int nano, byte[] record) {
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(record, "record");
        if (nano < 0 || nano > 999_999_999) {
            throw new IllegalArgumentException(
                    ("The nanoseconds of an event's time are %d, but must be from 0 to 999,999,999."
                                    + " Carry whole seconds over to the epoch second.")
                            .formatted(nano));
        }
        return new LogEvent(tag, epochSecond, nano, record, NO_METADATA);
    }

    /** The same event with another record; the event takes ownership of the array. */
    public LogEvent withRecord(byte[] record) {
        return new LogEvent(
                tag, epochSecond, nano, Objects.requireNonNull(record, "record"), metadata);
    }

    /** The same event with other metadata; the event takes ownership of the array. */
    public LogEvent withMetadata(byte[] metadata) {
        return new LogEvent(
                tag, epochSecond, nano, record, Objects.requireNonNull(metadata, "metadata"));
    }

    public String tag() {
        return tag;
    }

    /** Seconds since 1970-01-01T00:00:00Z. */
    public long epochSecond() {
        return epochSecond;
    }

    /** Nanoseconds within {@link #epochSecond}, from 0 to 999,999,999. */
    public int nano() {
        return nano;
    }

    /** The record's bytes; the event's own array, not to be written to. */
    public byte[] record() {
        return record;
    }

    /**
     * Bytes that travel with the event, past the filter: no guest sees or changes them. May be
     * empty. The event's own array, not to be written to.
     */
    public byte[] metadata() {
        return metadata;
    }

    /** An equal event that shares no array with this one. */
    LogEvent copy() {
        return new LogEvent(
                tag,
                epochSecond,
                nano,
                record.clone(),
                metadata.length == 0 ? NO_METADATA : metadata.clone());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogEvent that
                && epochSecond == that.epochSecond
                && nano == that.nano
                && tag.equals(that.tag)
                && Arrays.equals(record, that.record)
                && Arrays.equals(metadata, that.metadata);
    }

    @Override
    public int hashCode() {
        int hash = Objects.hash(tag, epochSecond, nano);
        hash = 31 * hash + Arrays.hashCode(record);
        return 31 * hash + Arrays.hashCode(metadata);
    }

    /** Tag, time and sizes; never contents. */
    @Override
    public String toString() {
        return "event with tag %s at %s, record of %d bytes, metadata of %d bytes"
                .formatted(Quoted.of(tag), time(), record.length, metadata.length);
    }

    private String time() {
        // An epoch second can be written that is no Instant (its years end at one thousand
        // million).
        return epochSecond >= Instant.MIN.getEpochSecond()
                        && epochSecond <= Instant.MAX.getEpochSecond()
                ? Instant.ofEpochSecond(epochSecond, nano).toString()
                : epochSecond + " s after 1970";
    }
}
