package io.github.flinkwasm.replay.archive;

import io.github.flinkwasm.EventFormat;
import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.Experimental;
import org.jspecify.annotations.Nullable;

/** How to read an archive. Immutable; see {@link Builder} for the defaults. */
@Experimental
public final class ArchiveOptions implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArchiveFormat format;
    private final EventFormat recordFormat;
    private final DamagePolicy damagePolicy;
    private final int maxItemBytes;
    private final String lineKey;
    private final @Nullable String tag;
    private final @Nullable TagFromPath tagFromPath;
    private final @Nullable String tagField;
    private final @Nullable String timeField;
    private final TimeFormat timeFormat;

    private ArchiveOptions(Builder builder) {
        this.format = builder.format;
        this.recordFormat = builder.recordFormat;
        this.damagePolicy = builder.damagePolicy;
        this.maxItemBytes = builder.maxItemBytes;
        this.lineKey = builder.lineKey;
        this.tag = builder.tag;
        this.tagFromPath = builder.tagFromPath;
        this.tagField = builder.tagField;
        this.timeField = builder.timeField;
        this.timeFormat = builder.timeFormat;
    }

    public static Builder builder() {
        return new Builder();
    }

    public ArchiveFormat format() {
        return format;
    }

    public EventFormat recordFormat() {
        return recordFormat;
    }

    public DamagePolicy damagePolicy() {
        return damagePolicy;
    }

    public int maxItemBytes() {
        return maxItemBytes;
    }

    String lineKey() {
        return lineKey;
    }

    /** The tag of every event of the file that brings none itself. */
    String tagOf(String path) throws UnsupportedArchiveException {
        if (tagFromPath != null) {
            String fromPath = tagFromPath.tagOf(path);
            if (fromPath != null) {
                return fromPath;
            }
            if (tag == null) {
                throw new UnsupportedArchiveException(
                        "The path %s does not match the pattern %s, so that its events have no tag. Correct the pattern, or give a tag for such files."
                                .formatted(path, tagFromPath.pattern()));
            }
        }
        return tag == null ? "" : tag;
    }

    /** Whether a tag was given, so that one found in the file does not count. */
    boolean overridesTags() {
        return tag != null || tagFromPath != null;
    }

    @Nullable String tagField() {
        return tagField;
    }

    @Nullable String timeField() {
        return timeField;
    }

    TimeFormat timeFormat() {
        return timeFormat;
    }

    /** Collects options; not thread-safe. */
    @Experimental
    public static final class Builder {
        private static final int DEFAULT_MAX_ITEM_BYTES = 16 << 20;

        private ArchiveFormat format = ArchiveFormat.AUTO;
        private EventFormat recordFormat = EventFormat.JSON;
        private DamagePolicy damagePolicy = DamagePolicy.FAIL;
        private int maxItemBytes = DEFAULT_MAX_ITEM_BYTES;
        private String lineKey = "log";
        private @Nullable String tag;
        private @Nullable TagFromPath tagFromPath;
        private @Nullable String tagField;
        private @Nullable String timeField;
        private TimeFormat timeFormat = TimeFormat.AUTO;

        private Builder() {}

        /** The format of every file; by default that of each file is found out. */
        public Builder setFormat(ArchiveFormat format) {
            this.format = Objects.requireNonNull(format, "format");
            return this;
        }

        /** What the records of events are to be, whatever they were: by default JSON. */
        public Builder setRecordFormat(EventFormat recordFormat) {
            this.recordFormat = Objects.requireNonNull(recordFormat, "recordFormat");
            return this;
        }

        /** What to do where a file can be read no further: by default fail. */
        public Builder setDamagePolicy(DamagePolicy damagePolicy) {
            this.damagePolicy = Objects.requireNonNull(damagePolicy, "damagePolicy");
            return this;
        }

        /**
         * The longest line or msgpack value that is read whole, by default 16 MiB. Longer lines are
         * unreadable items; a longer msgpack value is damage, since its end cannot be found.
         *
         * @throws IllegalArgumentException if it is below 1 KiB or above 1 GiB
         */
        public Builder setMaxItemBytes(int maxItemBytes) {
            if (maxItemBytes < 1 << 10 || maxItemBytes > 1 << 30) {
                throw new IllegalArgumentException(
                        "The longest line to read is %d bytes; allowed is 1 KiB to 1 GiB."
                                .formatted(maxItemBytes));
            }
            this.maxItemBytes = maxItemBytes;
            return this;
        }

        /** Under which key a text line stands in its record: by default {@code log}. */
        public Builder setLineKey(String lineKey) {
            this.lineKey = Objects.requireNonNull(lineKey, "lineKey");
            return this;
        }

        /**
         * The tag of every event; with {@link #setTagFromPath} that of files whose path does not
         * match. By default events have the tags that the format brings, or none.
         */
        public Builder setTag(String tag) {
            this.tag = Objects.requireNonNull(tag, "tag");
            return this;
        }

        /** Makes the tag of a file's events from its path. */
        public Builder setTagFromPath(TagFromPath tagFromPath) {
            this.tagFromPath = Objects.requireNonNull(tagFromPath, "tagFromPath");
            return this;
        }

        /**
         * The key of records whose text is the tag. It stays in the record. Records without it have
         * the tag that they would have without this option.
         */
        public Builder setTagField(String tagField) {
            this.tagField = Objects.requireNonNull(tagField, "tagField");
            return this;
        }

        /**
         * The key of records whose value is the event's time. It stays in the record, except with
         * {@link ArchiveFormat#FLUENT_BIT_JSON}. An event without it, or with a value that is no
         * time, has the time that the format brings, or 1970; {@link ArchiveCounts#untimed} says
         * how many.
         */
        public Builder setTimeField(String timeField, TimeFormat timeFormat) {
            this.timeField = Objects.requireNonNull(timeField, "timeField");
            this.timeFormat = Objects.requireNonNull(timeFormat, "timeFormat");
            return this;
        }

        public ArchiveOptions build() {
            return new ArchiveOptions(this);
        }
    }
}
