package io.github.flinkwasm.replay.output;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.apache.flink.core.fs.Path;

/** One part file while it is written. Buffered; used by one thread. */
final class PartFile {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final String relativePath;
    private final PendingFile target;
    private final Account account;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private long items;

    private PartFile(String relativePath, PendingFile target, Account account, OutputStream out) {
        this.relativePath = relativePath;
        this.target = target;
        this.account = account;
        this.out = out;
    }

    /** What the bytes of a file go through on their way. */
    @FunctionalInterface
    interface Compressor {
        OutputStream wrap(OutputStream out) throws IOException;
    }

    static PartFile create(Path directory, String relativePath, Compressor compressor)
            throws IOException {
        PendingFile target = PendingFile.create(new Path(directory, relativePath));
        Account account = new Account(target.stream());
        try {
            return new PartFile(relativePath, target, account, compressor.wrap(account));
        } catch (IOException e) {
            target.abandon();
            throw e;
        }
    }

    void endItem() {
        items++;
    }

    void endItems(long count) {
        items += count;
    }

    void write(int octet) throws IOException {
        if (buffered == BUFFER_BYTES) {
            flushBuffer();
        }
        buffer[buffered++] = (byte) octet;
    }

    void write(byte[] bytes) throws IOException {
        if (bytes.length > BUFFER_BYTES - buffered) {
            flushBuffer();
            if (bytes.length > BUFFER_BYTES) {
                out.write(bytes);
                return;
            }
        }
        System.arraycopy(bytes, 0, buffer, buffered, bytes.length);
        buffered += bytes.length;
    }

    private void flushBuffer() throws IOException {
        out.write(buffer, 0, buffered);
        buffered = 0;
    }

    /** Closes the file; {@link #publish} gives it its name. */
    OutputFile finish() throws IOException {
        flushBuffer();
        // Closes what compresses, but leaves the file open for what is done to it last.
        out.close();
        target.close();
        return new OutputFile(
                relativePath,
                items,
                account.length,
                HexFormat.of().toHexDigits((int) account.checksum.getValue()));
    }

    void publish() throws IOException {
        target.publish();
    }

    /**
     * Closes and removes the file, whose content does not count, however that goes. Does nothing to
     * one that has its name.
     */
    void abandon() {
        try {
            // Frees what the compression has outside the heap.
            out.close();
        } catch (IOException e) {
            // What made the unit fail matters more, and leftovers are removed at the end.
        }
        target.abandon();
    }

    /** Counts and sums up what reaches the file, and does not close it. */
    private static final class Account extends OutputStream {
        private final OutputStream out;
        private final CRC32C checksum = new CRC32C();
        private long length;

        Account(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int octet) throws IOException {
            out.write(octet);
            checksum.update(octet);
            length++;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            out.write(bytes, offset, count);
            checksum.update(bytes, offset, count);
            length += count;
        }
    }
}
