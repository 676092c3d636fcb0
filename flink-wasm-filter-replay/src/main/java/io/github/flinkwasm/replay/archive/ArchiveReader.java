package io.github.flinkwasm.replay.archive;

import io.github.flinkwasm.LogEvent;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one file, in their order, in memory that is bounded by the longest line that
 * {@link ArchiveOptions} allow. Not thread-safe.
 *
 * <pre>{@code
 * try (ArchiveReader reader = ArchiveReader.open(file, options)) {
 *     while (reader.advance()) {
 *         if (reader.isUnreadable()) {
 *             keep(reader.unreadableBytes(), reader.reason());
 *         } else {
 *             process(reader.event());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Nothing is lost: every byte of the content is part of an item, of a blank line, of a group
 * marker, or comes after the {@link #damage}.
 */
@Experimental
public final class ArchiveReader implements Closeable {
    private final String uri;
    private final ArchiveOptions options;
    private final String fileTag;
    private final RawInput raw;
    private final InputStream content;
    private final Compression compression;
    private final ArchiveFormat format;
    private final Window window;
    private final Items items;
    private final Counts counts = new Counts();
    private final Item item = new Item();
    private final boolean expectsTime;
    private boolean hasItem;
    private @Nullable Damage damage;

    private ArchiveReader(
            String uri,
            ArchiveOptions options,
            String fileTag,
            RawInput raw,
            InputStream content,
            Compression compression)
            throws IOException {
        this.uri = uri;
        this.options = options;
        this.fileTag = fileTag;
        this.raw = raw;
        this.content = content;
        this.compression = compression;
        this.window = new Window(content, options.maxItemBytes());
        window.fillTo(FormatDetection.SAMPLE_BYTES);
        window.skipByteOrderMark();
        compression.checkContent(window.head(RawInput.LOOK_AHEAD), uri);
        ArchiveFormat wanted = options.format();
        this.format = wanted == ArchiveFormat.AUTO ? FormatDetection.of(window, uri) : wanted;
        this.expectsTime =
                options.timeField() != null
                        || (format != ArchiveFormat.NDJSON && format != ArchiveFormat.LINES);
        this.items = newItems();
    }

    /**
     * Opens a file and looks at its beginning.
     *
     * @throws UnsupportedArchiveException if the file is of a kind that cannot be read, or its path
     *     gives it no tag
     * @throws IOException if the file system cannot deliver it
     */
    public static ArchiveReader open(ArchiveFile file, ArchiveOptions options) throws IOException {
        Path path = new Path(file.uri());
        String fileTag = options.tagOf(file.uri());
        RawInput raw = new RawInput(stream(path, file.length()), file.length());
        InputStream open = raw;
        try {
            Compression compression = Compression.of(raw.lookAhead(), file.uri());
            open = compression.decompress(raw);
            return new ArchiveReader(file.uri(), options, fileTag, raw, open, compression);
        } catch (Throwable t) {
            try {
                open.close();
            } catch (IOException e) {
                t.addSuppressed(e);
            }
            throw t;
        }
    }

    private static InputStream stream(Path path, long length) throws IOException {
        try {
            return path.getFileSystem().open(path);
        } catch (FileNotFoundException e) {
            if (length == 0) {
                // Flink's native S3 file system lists an object without content, but does not find
                // it.
                return InputStream.nullInputStream();
            }
            throw e;
        }
    }

    private Items newItems() {
        return format == ArchiveFormat.MSGPACK
                ? new MsgpackItems(window, new Records(options), counts, options)
                : new LineItems(window, newDecoder(), counts, options.maxItemBytes());
    }

    private LineDecoder newDecoder() {
        String timeField = options.timeField();
        int maxBytes = options.maxItemBytes();
        return switch (format) {
            case FLUENT_BIT_JSON ->
                    new JsonLines(
                            new Records(options, timeField == null ? "date" : timeField, true));
            case FLUENT_BIT_FILE ->
                    new FluentBitFileLines(new Records(options), !options.overridesTags());
            case CRI -> new CriLines(new Records(options), maxBytes);
            case DOCKER ->
                    new DockerLines(
                            new Records(options, timeField == null ? "time" : timeField, false),
                            maxBytes);
            case LINES -> new TextLines(new Records(options), options.lineKey());
            case AUTO, NDJSON, MSGPACK -> new JsonLines(new Records(options));
        };
    }

    /**
     * Goes to the next item.
     *
     * @return false at the end of the file, or of what can be read of it
     * @throws DamagedArchiveException after the last item before the damage, if that is to fail
     * @throws IOException if the file system could not deliver: another attempt may succeed
     */
    public boolean advance() throws IOException {
        hasItem = damage == null && items.next(item);
        if (hasItem) {
            count();
            return true;
        }
        IOException problem = window.damage();
        if (problem != null && damage == null) {
            Damage found = damageOf(problem);
            if (options.damagePolicy() == DamagePolicy.FAIL) {
                throw new DamagedArchiveException(found, problem);
            }
            damage = found;
        }
        return false;
    }

    private void count() {
        if (item.reason != null) {
            counts.unreadable++;
            return;
        }
        counts.events++;
        if (expectsTime && !item.timed) {
            counts.untimed++;
        }
    }

    private Damage damageOf(IOException problem) {
        String reason = problem.getMessage();
        return new Damage(
                uri,
                counts.events + counts.unreadable,
                window.offset(),
                raw.position(),
                reason == null ? problem.getClass().getSimpleName() : reason);
    }

    /** Whether the current item is no event. */
    public boolean isUnreadable() {
        requireItem();
        return item.reason != null;
    }

    /**
     * The current item.
     *
     * @throws IllegalStateException if it is unreadable, or there is none
     */
    public LogEvent event() {
        if (isUnreadable()) {
            throw new IllegalStateException(
                    "Item %d is no event: %s".formatted(item.number, item.reason));
        }
        String ofItem = item.tag;
        String tag = ofItem == null ? fileTag : ofItem;
        LogEvent event = LogEvent.of(tag, item.epochSecond, item.nano, item.bytes);
        return item.metadata.length == 0 ? event : event.withMetadata(item.metadata);
    }

    /**
     * The bytes that are no event, without their line end; of a line too long to be read only the
     * first 64 KiB. The caller's to keep.
     *
     * @throws IllegalStateException if the current item is an event, or there is none
     */
    public byte[] unreadableBytes() {
        requireUnreadable();
        return item.bytes;
    }

    /**
     * Why the item is no event, in one sentence.
     *
     * @throws IllegalStateException if the current item is an event, or there is none
     */
    public String reason() {
        requireUnreadable();
        return String.valueOf(item.reason);
    }

    private void requireUnreadable() {
        if (!isUnreadable()) {
            throw new IllegalStateException("Item %d is an event.".formatted(item.number));
        }
    }

    private void requireItem() {
        if (!hasItem) {
            throw new IllegalStateException(
                    "There is no item: advance() was not called, or returned false.");
        }
    }

    /**
     * The number of the current item's line in the file, from 1, of the first of several that were
     * joined; in a msgpack file the number of its value.
     */
    public long itemNumber() {
        requireItem();
        return item.number;
    }

    /** Where the current item begins in the decompressed content. */
    public long itemOffset() {
        requireItem();
        return item.offset;
    }

    /** How many bytes of the decompressed content the current item takes, its line end included. */
    public long itemLength() {
        requireItem();
        return item.length;
    }

    /** How many bytes of the file have been used so far; at most its length. For progress. */
    public long compressedPosition() {
        return raw.position();
    }

    /** How the file is compressed. */
    public Compression compression() {
        return compression;
    }

    /** The file's format: never {@link ArchiveFormat#AUTO}. */
    public ArchiveFormat format() {
        return format;
    }

    /** What has been met so far. */
    public ArchiveCounts counts() {
        return counts.at(window.offset());
    }

    /** Why reading ended before the file did, once {@link #advance} has returned false. */
    public Optional<Damage> damage() {
        return Optional.ofNullable(damage);
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
