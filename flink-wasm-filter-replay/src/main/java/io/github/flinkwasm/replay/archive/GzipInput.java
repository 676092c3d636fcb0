package io.github.flinkwasm.replay.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * All members of a gzip file, one after another. Every byte that comes before damage is given out
 * before the exception that tells of it; zero bytes after the last member are padding.
 *
 * <p>See docs/rationale.md, "Why four decompressors?", for why this is not {@code GZIPInputStream}.
 */
final class GzipInput extends InputStream {
    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0xe0;

    private final RawInput in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private boolean inMember;
    private long members;

    GzipInput(RawInput in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inMember || beginMember()) {
            if (inflater.finished()) {
                endMember();
                continue;
            }
            int count = inflate(target, offset, length);
            if (count > 0) {
                checksum.update(target, offset, count);
                return count;
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        if (inflater.needsInput()) {
            if (!in.ensureByte()) {
                throw new EOFException("the file ends in the middle of a gzip member");
            }
            inflater.setInput(in.buffer(), in.from(), in.to() - in.from());
        }
        long before = inflater.getBytesWritten();
        int unused = inflater.getRemaining();
        int count;
        try {
            count = inflater.inflate(target, offset, length);
        } catch (DataFormatException e) {
            int written = (int) (inflater.getBytesWritten() - before);
            if (written > 0) {
                // What was inflated before the damage is good. The inflater keeps its state, so the
                // next call meets the same byte again.
                in.consume(unused - inflater.getRemaining());
                return written;
            }
            throw new IOException("the gzip member is corrupt: " + e.getMessage(), e);
        }
        in.consume(unused - inflater.getRemaining());
        if (count == 0 && inflater.needsDictionary()) {
            throw new IOException("the gzip member needs a dictionary, which gzip does not have");
        }
        return count;
    }

    /** Reads a header, or finds that the file ends here. */
    private boolean beginMember() throws IOException {
        if (members > 0 && skipPadding()) {
            return false;
        }
        if (in.readByte() != MAGIC_1 || in.readByte() != MAGIC_2) {
            throw new IOException(
                    "after %d gzip members come bytes that are no gzip member".formatted(members));
        }
        int method = in.readByte();
        int flags = in.readByte();
        if (method != DEFLATE || (flags & RESERVED) != 0) {
            throw new IOException(
                    "the header of gzip member %d has method %d and flags 0x%02x; known are method 8 and flags below 0x20"
                            .formatted(members + 1, method, flags));
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(in.readByte() | in.readByte() << 8);
        }
        for (int flag : new int[] {NAME, COMMENT}) {
            if ((flags & flag) != 0) {
                while (in.readByte() != 0) {
                    // a text that a zero ends
                }
            }
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            skip(2);
        }
        members++;
        inMember = true;
        inflater.reset();
        checksum.reset();
        return true;
    }

    /** Skips zeros; whether the file ends after them. */
    private boolean skipPadding() throws IOException {
        while (in.ensureByte()) {
            if (in.buffer()[in.from()] != 0) {
                return false;
            }
            in.consume(1);
        }
        return true;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            in.readByte();
        }
    }

    private void endMember() throws IOException {
        long expected = littleEndianInt();
        long length = littleEndianInt();
        if (expected != checksum.getValue()) {
            throw new IOException(
                    "the checksum of gzip member %d is %08x, but its content has %08x"
                            .formatted(members, expected, checksum.getValue()));
        }
        long written = inflater.getBytesWritten() & 0xffff_ffffL;
        if (length != written) {
            throw new IOException(
                    "gzip member %d should have %d bytes (modulo 2^32), but has %d"
                            .formatted(members, length, written));
        }
        inMember = false;
    }

    private long littleEndianInt() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            value |= (long) in.readByte() << shift;
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
