package io.github.flinkwasm.cli;

import io.github.flinkwasm.replay.archive.ArchiveFormat;
import io.github.flinkwasm.replay.archive.ArchiveOptions;
import io.github.flinkwasm.replay.archive.DamagePolicy;
import io.github.flinkwasm.replay.archive.TagFromPath;
import io.github.flinkwasm.replay.archive.TimeFormat;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the files of an archive are to be read. */
final class ArchiveInputOptions {

    @Option(
            names = "--input-format",
            paramLabel = "FORMAT",
            order = 7,
            description =
                    "How events are written: ndjson, fluent-bit-json, fluent-bit-file, msgpack,"
                            + " cri, docker or lines. Default: auto, by each file's content. So is"
                            + " the compression, always.")
    private ArchiveFormat format = ArchiveFormat.AUTO;

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            order = 7,
            description =
                    "The tag of all events; with --tag-pattern, of those whose path does not match."
                            + " Default: the tag in the file, if its format has one, or none.")
    private @Nullable String tag;

    @Option(
            names = "--tag-pattern",
            paramLabel = "PATTERN",
            order = 7,
            description =
                    "Make tags of paths: in PATTERN, {name} stands for characters other than /, *"
                            + " for any number of them, and what is matched is the end of the"
                            + " path.")
    private @Nullable String tagPattern;

    @Option(
            names = "--tag-template",
            paramLabel = "TAG",
            order = 7,
            description = "The tag that --tag-pattern gives, such as kube.{namespace}.{pod}.")
    private @Nullable String tagTemplate;

    @Option(
            names = "--tag-field",
            paramLabel = "KEY",
            order = 7,
            description = "The record's field that holds the tag.")
    private @Nullable String tagField;

    @Option(
            names = "--time-field",
            paramLabel = "KEY",
            order = 7,
            description =
                    "The record's field that holds the time. Without it events have the time that"
                            + " their format has, or 1970.")
    private @Nullable String timeField;

    @Option(
            names = "--time-format",
            paramLabel = "FORMAT",
            order = 7,
            description =
                    "How the time is written: auto, iso8601, epoch, epoch_ms, epoch_us, epoch_ns, a"
                            + " pattern of strptime such as %%d/%%b/%%Y:%%H:%%M:%%S %%z, or one of"
                            + " Java's. Default: auto.")
    private @Nullable String timeFormat;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            order = 7,
            description = "The zone of times that name none, such as Europe/Berlin. Default: UTC.")
    private @Nullable String timeZone;

    @Option(
            names = "--line-key",
            paramLabel = "KEY",
            order = 7,
            description = "The key of text lines in their records. Default: log.")
    private @Nullable String lineKey;

    @Option(
            names = "--max-line",
            paramLabel = "SIZE",
            order = 7,
            description = "How long a line or msgpack value may be. Default: 16m.")
    private @Nullable MemorySize maxLine;

    @Option(
            names = "--on-damage",
            paramLabel = "fail|skip-rest",
            order = 7,
            description =
                    "What to do with a file that is cut off or broken: end the replay there, or"
                            + " take what comes before the damage and say so. Default: fail.")
    private DamagePolicy onDamage = DamagePolicy.FAIL;

    /**
     * @throws UsageException if a value cannot be understood, or options do not fit each other
     */
    ArchiveOptions.Builder build() {
        ArchiveOptions.Builder archive =
                ArchiveOptions.builder().setFormat(format).setDamagePolicy(onDamage);
        if (tag != null) {
            archive.setTag(tag);
        }
        if ((tagPattern == null) != (tagTemplate == null)) {
            throw new UsageException(
                    "'--tag-pattern' and '--tag-template' only make sense together.");
        }
        if (tagPattern != null && tagTemplate != null) {
            archive.setTagFromPath(tagFromPath(tagPattern, tagTemplate));
        }
        if (tagField != null) {
            archive.setTagField(tagField);
        }
        if (timeField != null) {
            archive.setTimeField(timeField, timeFormat());
        } else if (timeFormat != null || timeZone != null) {
            throw new UsageException(
                    "'--time-format' and '--time-zone' say how '--time-field' is written, but there"
                            + " is no '--time-field'.");
        }
        if (lineKey != null) {
            archive.setLineKey(lineKey);
        }
        if (maxLine != null) {
            setMaxLine(archive, maxLine);
        }
        return archive;
    }

    private static void setMaxLine(ArchiveOptions.Builder archive, MemorySize size) {
        try {
            archive.setMaxItemBytes(Math.toIntExact(size.getBytes()));
        } catch (IllegalArgumentException | ArithmeticException refused) {
            throw new UsageException(
                    "Invalid value for option '--max-line': "
                            + size
                            + " is not from 1 KiB to 1 GiB.");
        }
    }

    private static TagFromPath tagFromPath(String pattern, String template) {
        try {
            return TagFromPath.of(pattern, template);
        } catch (IllegalArgumentException refused) {
            throw new UsageException(
                    "Invalid value for option '--tag-pattern': " + refused.getMessage());
        }
    }

    private TimeFormat timeFormat() {
        TimeFormat parsed;
        try {
            parsed = timeFormat == null ? TimeFormat.AUTO : TimeFormat.of(timeFormat);
        } catch (IllegalArgumentException refused) {
            throw new UsageException(
                    "Invalid value for option '--time-format': " + refused.getMessage());
        }
        try {
            return timeZone == null ? parsed : parsed.withZone(ZoneId.of(timeZone));
        } catch (DateTimeException refused) {
            throw new UsageException(
                    "Invalid value for option '--time-zone': "
                            + refused.getMessage()
                            + ". Write a name such as Europe/Berlin, or an offset such as +01:00.");
        }
    }

    /** All that decides which events are read, for the plan of the replay. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("format", Words.dashed(format));
        put(texts, "tag", tag);
        put(texts, "tag-pattern", tagPattern);
        put(texts, "tag-template", tagTemplate);
        put(texts, "tag-field", tagField);
        put(texts, "time-field", timeField);
        put(texts, "time-format", timeFormat);
        put(texts, "time-zone", timeZone);
        put(texts, "line-key", lineKey);
        put(texts, "max-line", maxLine == null ? null : maxLine.toString());
        return texts;
    }

    private static void put(Map<String, String> texts, String name, @Nullable String value) {
        if (value != null) {
            texts.put(name, value);
        }
    }
}
