package io.github.flinkwasm.replay.corpus;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.github.flinkwasm.replay.archive.Compression;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * Compresses into several members, frames or streams, one after another, as files that were
 * appended to or put together have them. The fastest level of each: a reader does not care.
 */
final class CorpusCompression extends OutputStream {
    private static final int FASTEST = 1;
    private static final byte[] SKIPPABLE_FRAME = {
        0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 'h', 'i', '!'
    };

    private final Compression compression;
    private final OutputStream file;
    private OutputStream member;

    CorpusCompression(Compression compression, OutputStream file) throws IOException {
        this.compression = compression;
        this.file = file;
        this.member = newMember();
    }

    private OutputStream newMember() throws IOException {
        OutputStream open =
                new FilterOutputStream(file) {
                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        out.write(bytes, offset, length);
                    }

                    @Override
                    public void close() {
                        // another member may follow
                    }
                };
        return switch (compression) {
            case NONE -> open;
            case GZIP -> new FastGzip(open);
            case ZSTD -> {
                file.write(SKIPPABLE_FRAME);
                yield new ZstdOutputStreamNoFinalizer(open, FASTEST).setChecksum(true);
            }
            case BZIP2 -> new BZip2CompressorOutputStream(open, FASTEST);
            case XZ -> new XZOutputStream(open, new LZMA2Options(0));
        };
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 64 << 10);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    void nextMember() throws IOException {
        member.close();
        member = newMember();
    }

    @Override
    public void write(int value) throws IOException {
        member.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        member.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        try (OutputStream last = file) {
            member.close();
            last.flush();
        }
    }
}
