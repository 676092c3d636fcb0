package io.github.flinkwasm.replay.archive;

import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.annotation.Experimental;

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

    private static final int TAR_MAGIC_OFFSET = 257;

    private record Signature(String hex, int offset, String name) {
        boolean isIn(byte[] head) {
            byte[] magic = HexFormat.of().parseHex(hex);
            return head.length >= offset + magic.length
                    && Arrays.equals(head, offset, offset + magic.length, magic, 0, magic.length)
                    && !(isText(magic) && isText(head));
        }

        /** Letters may be a signature, or the beginning of a text such as "ORCHESTRATOR". */
        private static boolean isText(byte[] bytes) {
            for (byte octet : bytes) {
                if (octet >= 0 && octet < ' ' && (octet < '\t' || octet > '\r')) {
                    return false;
                }
            }
            return true;
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
        if (begins(head, 0x28, 0xb5, 0x2f, 0xfd) || isCutAfter(head, 0x28, 0xb5, 0x2f)) {
            return ZSTD;
        }
        if (head.length >= 4
                && (head[0] & 0xf0) == 0x50
                && head[1] == 0x2a
                && head[2] == 0x4d
                && head[3] == 0x18) {
            return ZSTD;
        }
        if (begins(head, 0xfd, '7', 'z', 'X', 'Z', 0)
                || isCutAfter(head, 0xfd, '7', 'z', 'X', 'Z')) {
            return XZ;
        }
        // Text may begin with BZh: the number of a block or of the end must follow, or the file
        // have ended before it.
        if (begins(head, 'B', 'Z', 'h')
                && (head.length == 3 || (head[3] >= '1' && head[3] <= '9'))
                && (isCutOrHas(head, 4, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59)
                        || isCutOrHas(head, 4, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90))) {
            return BZIP2;
        }
        return NONE;
    }

    /** Whether the whole file is the beginning of a signature, of which one byte tells nothing. */
    private static boolean isCutAfter(byte[] head, int... magic) {
        return head.length > 1
                && head.length <= magic.length
                && begins(head, Arrays.copyOf(magic, head.length));
    }

    private static boolean isCutOrHas(byte[] head, int at, int... magic) {
        int there = Math.max(0, Math.min(head.length - at, magic.length));
        return follows(head, at, Arrays.copyOf(magic, there));
    }

    private static boolean begins(byte[] head, int... magic) {
        return follows(head, 0, magic);
    }

    private static boolean follows(byte[] head, int at, int... magic) {
        if (magic.length > 0 && head.length < at + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[at + i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The content; closing it closes the input. Nothing is read before the content is: some
     * decoders look at the first block when they are made, and its damage must not come earlier
     * than that of others.
     */
    InputStream decompress(RawInput in) {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GzipInput(in);
            case ZSTD -> new ZstdInput(in);
            case BZIP2 -> new Bzip2Input(in);
            case XZ -> new XzInput(in);
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
}
