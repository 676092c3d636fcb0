package io.github.flinkwasm.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What a gzip file holds: all of its members, one after another.
 *
 * <p>{@code GZIPInputStream} ends quietly where something follows a member that is no member, and
 * cannot say how far it got. This one delivers every byte that can be decompressed and then, where
 * the file does not end as a gzip file should, throws a {@link DamagedFileException} that says
 * where. Zero bytes after the last member are padding, as for the gzip command.
 */
final class GzipInput extends InputStream {

    private static final int HAS_HEADER_CRC = 0x02;
    private static final int HAS_EXTRA_FIELD = 0x04;
    private static final int HAS_NAME = 0x08;
    private static final int HAS_COMMENT = 0x10;
    private static final int BYTES_OF_TIME_AND_SYSTEM = 6;

    private final InputStream file;
    private final byte[] buffer = new byte[1 << 16];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();

    /** The file's bytes before those in the buffer. */
    private long before;

    private int at;
    private int limit;
    private boolean inMember;
    private boolean isFirstMember = true;

    GzipInput(InputStream file) {
        this.file = file;
    }

    /** How many bytes of the file are behind what was delivered so far. */
    long position() {
        return before + (inMember ? limit - inflater.getRemaining() : at);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (true) {
            if (!inMember && !startMember()) {
                return -1;
            }
            int count = inflate(target, offset, length);
            if (count > 0) {
                checksum.update(target, offset, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsInput()) {
                at = limit;
                if (!fill()) {
                    throw cutOff();
                }
                inflater.setInput(buffer, at, limit - at);
            } else if (length == 0) {
                return 0;
            } else {
                throw damaged("the compressed data needs a dictionary, which no gzip file has");
            }
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        file.close();
    }

    private int inflate(byte[] target, int offset, int length) throws DamagedFileException {
        try {
            return inflater.inflate(target, offset, length);
        } catch (DataFormatException e) {
            throw damaged("the compressed data makes no sense (" + e.getMessage() + ")");
        }
    }

    /** Reads a member's header; false at the end of the file. */
    private boolean startMember() throws IOException {
        int first = nextByte();
        boolean padded = first == 0 && !isFirstMember;
        while (first == 0 && !isFirstMember) {
            first = nextByte();
        }
        if (first < 0) {
            return false;
        }
        if (padded || first != 0x1f || requiredByte() != 0x8b || requiredByte() != 8) {
            at--;
            throw damaged("something follows that is no gzip data");
        }
        int flags = requiredByte();
        skip(BYTES_OF_TIME_AND_SYSTEM);
        if ((flags & HAS_EXTRA_FIELD) != 0) {
            skip(requiredByte() | requiredByte() << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        inflater.setInput(buffer, at, limit - at);
        checksum.reset();
        inMember = true;
        isFirstMember = false;
        return true;
    }

    /** Reads a member's trailer and compares it with what was delivered. */
    private void endMember() throws IOException {
        at = limit - inflater.getRemaining();
        inMember = false;
        long wantedChecksum = requiredInt();
        long wantedLength = requiredInt();
        if (wantedChecksum != checksum.getValue()
                || wantedLength != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw damaged(
                    "the lines before are not what was compressed: their checksum is %08x, but the file says %08x"
                            .formatted(checksum.getValue(), wantedChecksum));
        }
    }

    private long requiredInt() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            value |= (long) requiredByte() << shift;
        }
        return value;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            requiredByte();
        }
    }

    private void skipText() throws IOException {
        int b;
        do {
            b = requiredByte();
        } while (b != 0);
    }

    private int requiredByte() throws IOException {
        int b = nextByte();
        if (b < 0) {
            throw cutOff();
        }
        return b;
    }

    private int nextByte() throws IOException {
        return at < limit || fill() ? buffer[at++] & 0xff : -1;
    }

    private boolean fill() throws IOException {
        before += limit;
        at = 0;
        limit = 0;
        int count = file.read(buffer, 0, buffer.length);
        limit = Math.max(count, 0);
        return count > 0;
    }

    private DamagedFileException cutOff() {
        return damaged("the file ends in the middle of its compressed data");
    }

    private DamagedFileException damaged(String what) {
        return new DamagedFileException(position(), what);
    }
}
