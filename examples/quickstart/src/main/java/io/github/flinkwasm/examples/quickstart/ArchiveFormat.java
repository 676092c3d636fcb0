package io.github.flinkwasm.examples.quickstart;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.ArrayResultIterator;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.core.fs.Path;

/**
 * Lines of gzip and text files, for Flink's {@code FileSource}. Files are read in parallel, each by
 * one reader.
 *
 * <p>A stream format would be less to write, but Flink decompresses a stream format's files by
 * their names alone, and a damaged file ends the job; here the contents decide, and a damaged file
 * gives every line that can still be read.
 */
final class ArchiveFormat implements BulkFormat<ArchiveLine, FileSourceSplit> {

    private static final long serialVersionUID = 1L;

    private static final int LINES_IN_BATCH = 500;
    private static final long BYTES_IN_BATCH = 1 << 20;

    private final Ledger ledger;
    private final Map<String, Integer> fileByPath;

    ArchiveFormat(Ledger ledger) {
        this.ledger = ledger;
        List<ArchiveFile> files = ledger.archive();
        this.fileByPath =
                IntStream.range(0, files.size())
                        .boxed()
                        .collect(Collectors.toMap(i -> flinkPath(files.get(i)).getPath(), i -> i));
    }

    /** How Flink writes the path of a file of the archive. */
    static Path flinkPath(ArchiveFile file) {
        return Path.fromLocalFile(file.path().toFile());
    }

    @Override
    public Reader createReader(Configuration config, FileSourceSplit split) throws IOException {
        Integer file = fileByPath.get(split.path().getPath());
        if (file == null) {
            throw new IOException("The file " + split.path() + " does not belong to the archive.");
        }
        return new Reader(split.path(), ledger.file(file), file);
    }

    @Override
    public Reader restoreReader(Configuration config, FileSourceSplit split) throws IOException {
        Reader reader = createReader(config, split);
        long done =
                split.getReaderPosition()
                        .map(CheckpointedPosition::getRecordsAfterOffset)
                        .orElse(0L);
        reader.skip(done);
        return reader;
    }

    /** A line has no mark by which it could be found from the middle of a compressed file. */
    @Override
    public boolean isSplittable() {
        return false;
    }

    @Override
    public TypeInformation<ArchiveLine> getProducedType() {
        return TypeInformation.of(ArchiveLine.class);
    }

    /** Reads one file, batch by batch, and tells the ledger how far it got. */
    static final class Reader implements BulkFormat.Reader<ArchiveLine> {

        private final FileAccount account;
        private final CountingInput counter;
        private final Optional<GzipInput> gzip;
        private final LineReader lines;
        private long delivered;

        private Reader(Path path, FileAccount account, int file) throws IOException {
            this.account = account;
            this.counter = new CountingInput(path.getFileSystem().open(path));
            BufferedInputStream start = new BufferedInputStream(counter, FileKind.TELLING_BYTES);
            start.mark(FileKind.TELLING_BYTES);
            FileKind kind = FileKind.of(start.readNBytes(FileKind.TELLING_BYTES));
            start.reset();
            this.gzip =
                    kind == FileKind.GZIP ? Optional.of(new GzipInput(start)) : Optional.empty();
            this.lines = new LineReader(gzip.<InputStream>map(input -> input).orElse(start), file);
        }

        @Override
        public BulkFormat.RecordIterator<ArchiveLine> readBatch() throws IOException {
            List<ArchiveLine> batch = new ArrayList<>();
            long bytes = 0;
            while (batch.size() < LINES_IN_BATCH && bytes < BYTES_IN_BATCH) {
                Optional<ArchiveLine> line = lines.next();
                if (line.isEmpty()) {
                    break;
                }
                batch.add(line.get());
                bytes += line.get().bytes().length;
            }
            account.readLines(batch.size(), position());
            if (batch.isEmpty()) {
                account.readToItsEnd(lines.damage());
                return null;
            }
            ArrayResultIterator<ArchiveLine> result = new ArrayResultIterator<>();
            result.set(
                    batch.toArray(ArchiveLine[]::new),
                    batch.size(),
                    CheckpointedPosition.NO_OFFSET,
                    delivered);
            delivered += batch.size();
            return result;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }

        private void skip(long count) throws IOException {
            for (long i = 0; i < count; i++) {
                lines.next();
            }
            delivered = count;
        }

        private long position() {
            return gzip.map(GzipInput::position).orElseGet(counter::count);
        }
    }
}
