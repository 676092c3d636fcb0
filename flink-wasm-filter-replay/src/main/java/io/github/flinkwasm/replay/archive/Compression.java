package io.github.flinkwasm.replay.archive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.flink.annotation.Experimental;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** How a file is compressed, which its first bytes say; its name says nothing. */
@Experimental
public enum Compression {
    /** Not at all. */
    NONE,

    /** gzip: any number of members, zeros after the last. */
    GZIP,

    /** Zstandard: any number of frames, skippable ones among them. */
    ZSTD,

    /** bzip2: any number of streams. */
    BZIP2,

    /** xz: any number of streams, padding between them. */
    XZ;

    /** A window of 128 MiB is what {@code zstd} itself allows without being told. */
    private static final int ZSTD_MAX_WINDOW_LOG = 27;

    /** {@code xz -9} needs 65 MiB. */
    private static final int XZ_MEMORY_LIMIT_KIB = 256 << 10;

    private static final int TAR_MAGIC_OFFSET = 257;

    private record Signature(String hex, int offset, String name) {
        boolean isIn(byte[] head) {
            byte[] magic = HexFormat.of().parseHex(hex);
            return head.length >= offset + magic.length
                    && Arrays.equals(head, offset, offset + magic.length, magic, 0, magic.length);
        }
    }

    private static final List<Signature> UNSUPPORTED =
            List.of(
                    new Signature("504b0304", 0, "a zip archive"),
                    new Signature("504b0506", 0, "an empty zip archive"),
                    new Signature("04224d18", 0, "LZ4"),
                    new Signature("02214c18", 0, "LZ4 (legacy)"),
                    new Signature("ff060000734e61507059", 0, "framed Snappy"),
                    new Signature("82534e4150505900", 0, "Snappy (snappy-java)"),
                    new Signature("894c5a4f000d0a1a0a", 0, "lzop"),
                    new Signature("1f9d", 0, "compress (.Z)"),
                    new Signature("1fa0", 0, "compress (LZH)"),
                    new Signature("1f1e", 0, "pack (.z)"),
                    new Signature("4c5a495001", 0, "lzip"),
                    new Signature("5d00008000", 0, "LZMA (alone)"),
                    new Signature("377abcaf271c", 0, "a 7z archive"),
                    new Signature("526172211a07", 0, "a RAR archive"),
                    new Signature("50415231", 0, "Parquet"),
                    new Signature("4f626a01", 0, "an Avro file"),
                    new Signature("4f5243", 0, "ORC"),
                    new Signature("7573746172", TAR_MAGIC_OFFSET, "a tar archive"),
                    new Signature("fffe", 0, "UTF-16 text"),
                    new Signature("feff", 0, "UTF-16 text"));

    /**
     * What the first bytes of a file say.
     *
     * @throws UnsupportedArchiveException if they are those of a format that cannot be read
     */
    static Compression of(byte[] head, String uri) throws UnsupportedArchiveException {
        Compression compression = of(head);
        if (compression == NONE) {
            refuseUnsupported(head, uri, "It is");
        }
        return compression;
    }

    /**
     * Refuses content that is compressed or packed once more.
     *
     * @throws UnsupportedArchiveException if the decompressed bytes do not begin like text or
     *     msgpack
     */
    void checkContent(byte[] head, String uri) throws UnsupportedArchiveException {
        if (this == NONE) {
            return;
        }
        Compression inner = of(head);
        if (inner != NONE) {
            throw new UnsupportedArchiveException(
                    "%s cannot be read: inside %s is %s once more. Decompress it once."
                            .formatted(uri, this, inner));
        }
        refuseUnsupported(head, uri, "Inside " + this + " is");
    }

    private static void refuseUnsupported(byte[] head, String uri, String what)
            throws UnsupportedArchiveException {
        for (Signature signature : UNSUPPORTED) {
            if (signature.isIn(head)) {
                throw new UnsupportedArchiveException(
                        "%s cannot be read. %s %s by its first bytes; readable are plain, gzip, zstd, bzip2 and xz files of text or msgpack. Unpack or convert it, or leave it out."
                                .formatted(uri, what, signature.name()));
            }
        }
    }

    private static Compression of(byte[] head) {
        if (begins(head, 0x1f, 0x8b)) {
            return GZIP;
        }
        if (begins(head, 0x28, 0xb5, 0x2f, 0xfd)) {
            return ZSTD;
        }
        if (head.length >= 4
                && (head[0] & 0xf0) == 0x50
                && head[1] == 0x2a
                && head[2] == 0x4d
                && head[3] == 0x18) {
            return ZSTD;
        }
        if (begins(head, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return XZ;
        }
        // Text may begin with BZh: the number of a block or of the end must follow.
        if (begins(head, 'B', 'Z', 'h')
                && head.length >= 10
                && head[3] >= '1'
                && head[3] <= '9'
                && (follows(head, 4, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59)
                        || follows(head, 4, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90))) {
            return BZIP2;
        }
        return NONE;
    }

    private static boolean begins(byte[] head, int... magic) {
        return follows(head, 0, magic);
    }

    private static boolean follows(byte[] head, int at, int... magic) {
        if (head.length < at + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[at + i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** The content; closing it closes the input. */
    InputStream decompress(RawInput in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GzipInput(in);
            case ZSTD -> {
                ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(in);
                zstd.setLongMax(ZSTD_MAX_WINDOW_LOG);
                yield new BoundedReads(zstd);
            }
            case BZIP2 -> new Bzip2Input(in);
            case XZ -> new XZInputStream(in, XZ_MEMORY_LIMIT_KIB);
        };
    }

    /** As people write it. */
    @Override
    public String toString() {
        return switch (this) {
            case NONE -> "plain";
            case GZIP -> "gzip";
            case ZSTD -> "zstd";
            case BZIP2 -> "bzip2";
            case XZ -> "xz";
        };
    }

    /**
     * Reads a little at a time: of a call that meets damage the zstd library gives out nothing,
     * although part of what was asked for may be good.
     */
    private static final class BoundedReads extends InputStream {
        private static final int MOST = 64 << 10;

        private final InputStream in;

        BoundedReads(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return in.read(target, offset, Math.min(length, MOST));
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Gives out what comes before damage, then tells of it. */
    private static final class Bzip2Input extends InputStream {
        private final RawInput raw;
        private final BZip2CompressorInputStream in;
        private @Nullable IOException damage;

        Bzip2Input(RawInput raw) throws IOException {
            this.raw = raw;
            this.in = new BZip2CompressorInputStream(raw, true);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (damage != null) {
                throw damage;
            }
            long before = in.getBytesRead();
            try {
                return in.read(target, offset, length);
            } catch (RawInput.FileSystemException e) {
                throw e;
            } catch (IOException e) {
                damage = e;
            } catch (IndexOutOfBoundsException e) {
                // The decoder checks much, but not every length that a broken block announces.
                damage = new IOException("the bzip2 block is corrupt: " + e.getMessage(), e);
            }
            int good = (int) (in.getBytesRead() - before);
            if (good == 0) {
                throw damage;
            }
            return good;
        }

        @Override
        public void close() throws IOException {
            // The decoder closes its input only as long as it is undamaged.
            try {
                in.close();
            } finally {
                raw.close();
            }
        }
    }
}
