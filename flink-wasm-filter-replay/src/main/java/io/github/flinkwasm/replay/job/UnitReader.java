package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import io.github.flinkwasm.replay.archive.ArchiveCounts;
import io.github.flinkwasm.replay.archive.ArchiveFile;
import io.github.flinkwasm.replay.archive.ArchiveFormat;
import io.github.flinkwasm.replay.archive.ArchiveOptions;
import io.github.flinkwasm.replay.archive.ArchiveReader;
import io.github.flinkwasm.replay.archive.Damage;
import io.github.flinkwasm.replay.output.FailedEvent;
import java.io.Closeable;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one unit: of a file of an archive, or of what an earlier replay could not
 * finish. Used by one thread.
 */
final class UnitReader implements Closeable {
    private final ArchiveReader reader;
    private final String file;
    private final EventFormat recordFormat;
    private final boolean isRetry;
    private final MsgpackJson transcoder = new MsgpackJson();
    private @Nullable FailedEvent failed;
    private @Nullable String notFailed;

    private UnitReader(
            ArchiveReader reader, String file, EventFormat recordFormat, boolean isRetry) {
        this.reader = reader;
        this.file = file;
        this.recordFormat = recordFormat;
        this.isRetry = isRetry;
    }

    static UnitReader open(ArchiveFile file, ArchiveOptions options, boolean isRetry)
            throws IOException {
        ArchiveOptions used =
                isRetry
                        ? ArchiveOptions.builder()
                                .setFormat(ArchiveFormat.NDJSON)
                                .setDamagePolicy(options.damagePolicy())
                                // A line holds a record twice at most, and JSON escapes lengthen
                                // it.
                                .setMaxItemBytes(1 << 30)
                                .build()
                        : options;
        return new UnitReader(
                ArchiveReader.open(file, used), file.uri(), options.recordFormat(), isRetry);
    }

    boolean advance() throws IOException {
        if (!reader.advance()) {
            return false;
        }
        if (isRetry && !reader.isUnreadable()) {
            parseFailed();
        }
        return true;
    }

    private void parseFailed() {
        notFailed = null;
        try {
            FailedEvent line = FailedEvent.parse(reader.event().record());
            if (line.format() != recordFormat) {
                byte[] record = line.event().record();
                LogEvent event =
                        line.event()
                                .withRecord(
                                        recordFormat == EventFormat.JSON
                                                ? transcoder.toJson(record)
                                                : transcoder.toMsgpack(record));
                line = new FailedEvent(event, recordFormat, line.file(), line.item());
            }
            failed = line;
        } catch (IOException | MalformedRecordException e) {
            failed = null;
            notFailed = String.valueOf(e.getMessage());
        }
    }

    boolean isUnreadable() {
        return reader.isUnreadable() || (isRetry && failed == null);
    }

    LogEvent event() {
        FailedEvent line = failed;
        return line == null ? reader.event() : line.event();
    }

    byte[] unreadableBytes() {
        return reader.isUnreadable() ? reader.unreadableBytes() : reader.event().record();
    }

    String reason() {
        return reader.isUnreadable() ? reader.reason() : String.valueOf(notFailed);
    }

    /** In which file of the archive the item stands. */
    String file() {
        FailedEvent line = failed;
        return line == null ? file : line.file();
    }

    /** Which of the file's lines or values it is. */
    long item() {
        FailedEvent line = failed;
        return line == null ? reader.itemNumber() : line.item();
    }

    long compressedPosition() {
        return reader.compressedPosition();
    }

    /** How many items there were, as the reader itself counted them. */
    long items() {
        ArchiveCounts counts = reader.counts();
        return counts.events() + counts.unreadable();
    }

    /** How the file is compressed and written. */
    String kind() {
        return (reader.compression() + ", " + reader.format()).toLowerCase(Locale.ROOT);
    }

    Optional<Damage> damage() {
        return reader.damage();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
