package io.github.flinkwasm.examples.quickstart;

import java.util.HexFormat;

/** What a file holds, judged by its first bytes: a name can say anything. */
enum FileKind {
    /** One or more gzip members, with the only compression method there ever was. */
    GZIP("gzip", "1f8b08"),

    /** Lines of text; also an empty file. */
    TEXT("text", ""),

    // Compressed in a way that the quickstart does not read.
    ZSTD("zstd", "28b52ffd"),
    XZ("xz", "fd377a585a00"),
    BZIP2("bzip2", "425a68"),
    LZ4("lz4", "04224d18"),
    ZIP("zip", "504b0304"),

    /** Neither text nor a compression that is known here. */
    BINARY("binary", "");

    /** How many bytes tell. */
    static final int TELLING_BYTES = 4096;

    private final String word;

    /** The bytes that such a file starts with, in hexadecimal digits. */
    private final String magic;

    FileKind(String word, String magic) {
        this.word = word;
        this.magic = magic;
    }

    /** The kind of a file that starts with these bytes. */
    static FileKind of(byte[] start) {
        for (FileKind kind : values()) {
            if (!kind.magic.isEmpty() && kind.isStartOf(start)) {
                return kind;
            }
        }
        for (byte b : start) {
            // No text has a NUL, whatever its encoding, save UTF-16 and UTF-32, which are no JSON.
            if (b == 0) {
                return BINARY;
            }
        }
        return TEXT;
    }

    boolean isReadable() {
        return this == GZIP || this == TEXT;
    }

    /** Whether it holds lines, if only it were decompressed first. */
    boolean isOtherCompression() {
        return !isReadable() && this != BINARY;
    }

    @Override
    public String toString() {
        return word;
    }

    private boolean isStartOf(byte[] start) {
        byte[] expected = HexFormat.of().parseHex(magic);
        return start.length >= expected.length
                && magic.equals(HexFormat.of().formatHex(start, 0, expected.length));
    }
}
