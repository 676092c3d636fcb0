package io.github.flinkwasm.replay.output;

import com.github.luben.zstd.ZstdIOException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import java.util.zip.ZipException;
import org.apache.flink.core.fs.Path;

/**
 * A file that an earlier replay wrote, read once from its beginning to its end. What it is found to
 * be only holds once {@link #end} has compared it with what was written. Used by one thread.
 */
final class RecordedFile implements Closeable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path path;
    private final Account account;
    private final InputStream content;

    private RecordedFile(Path path, Account account, InputStream content) {
        this.path = path;
        this.account = account;
        this.content = content;
    }

    static RecordedFile open(Path path, OutputCompression compression) throws IOException {
        InputStream in;
        try {
            in = path.getFileSystem().open(path);
        } catch (FileNotFoundException e) {
            // Java's files say so of all that cannot be opened.
            if (path.getFileSystem().exists(path)) {
                throw new IOException(
                        "the file %s cannot be read: %s".formatted(path, e.getMessage()));
            }
            throw new RecordedDifferenceException("the file %s is not there".formatted(path), e);
        }
        Account account = new Account(in);
        try {
            return new RecordedFile(path, account, compression.unwrap(account));
        } catch (IOException e) {
            try (account) {
                throw unreadable(path, e);
            }
        }
    }

    /** Reads some bytes, as a stream does. */
    int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return content.read(bytes, offset, length);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * Checks that nothing more is there, and that the file was the one that was written.
     *
     * @param crc32c of the file's bytes, as {@link OutputFile} has it
     */
    void end(String crc32c) throws IOException {
        byte[] rest = new byte[BUFFER_BYTES];
        if (read(rest, 0, rest.length) > 0) {
            throw differs("more is in it than was written");
        }
        int drained = 0;
        while (drained >= 0) {
            drained = account.read(rest, 0, rest.length);
        }
        if (!HexFormat.of().toHexDigits((int) account.checksum.getValue()).equals(crc32c)) {
            throw differs("its bytes have another checksum");
        }
    }

    /** What to throw if the file is not what was written. */
    IOException differs(String how) {
        return new RecordedDifferenceException(notAsWritten(path, how));
    }

    private static String notAsWritten(Path path, String how) {
        return "the file %s is not as it was written: %s".formatted(path, how);
    }

    private static IOException unreadable(Path path, IOException problem) {
        String message = String.valueOf(problem.getMessage());
        // What cannot be decompressed was read.
        return problem instanceof ZipException
                        || problem instanceof ZstdIOException
                        || problem instanceof EOFException
                ? new RecordedDifferenceException(notAsWritten(path, message), problem)
                : new IOException(
                        "the file %s cannot be read: %s".formatted(path, message), problem);
    }

    @Override
    public void close() throws IOException {
        // Closes the file with it.
        content.close();
    }

    /** Sums up what is read. */
    private static final class Account extends FilterInputStream {
        private final CRC32C checksum = new CRC32C();

        Account(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int octet = in.read();
            if (octet >= 0) {
                checksum.update(octet);
            }
            return octet;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            if (count > 0) {
                checksum.update(bytes, offset, count);
            }
            return count;
        }

        @Override
        public long skip(long count) {
            throw new UnsupportedOperationException("Skipped bytes would not be summed up.");
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
