package io.github.flinkwasm.internal.codec;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One line of an events file, read by {@link JsonEventReader}. Owns its array. */
public final class JsonEvent {

    /** How the line gave the record. */
    public enum Kind {
        /** {@code "record"} was an object: the bytes are its compact JSON. */
        OBJECT,

        /**
         * {@code "record"} was a string: the bytes are its characters in UTF-8, whatever they say.
         */
        TEXT,

        /** {@code "record_hex"} was there: the bytes are those it spells. */
        HEX
    }

    private final @Nullable String tag;
    private final boolean hasTime;
    private final long timeSec;
    private final int timeNsec;
    private final Kind kind;
    private final byte[] record;

    JsonEvent(
            @Nullable String tag,
            boolean hasTime,
            long timeSec,
            int timeNsec,
            Kind kind,
            byte[] record) {
        this.tag = tag;
        this.hasTime = hasTime;
        this.timeSec = timeSec;
        this.timeNsec = timeNsec;
        this.kind = kind;
        this.record = record;
    }

    /** Empty if the line has no tag. */
    public Optional<String> tag() {
        return Optional.ofNullable(tag);
    }

    /** Whether the line has a time, be it only one of its two parts. */
    public boolean hasTime() {
        return hasTime;
    }

    /** Seconds since the epoch, 0 if the line has none. */
    public long timeSec() {
        return timeSec;
    }

    /** 0 to 999,999,999; 0 if the line has none. */
    public int timeNsec() {
        return timeNsec;
    }

    public Kind kind() {
        return kind;
    }

    /** The event's own array, not a copy. */
    public byte[] record() {
        return record;
    }

    @Override
    public String toString() {
        return "JsonEvent[" + kind + ", " + record.length + " bytes]";
    }
}
