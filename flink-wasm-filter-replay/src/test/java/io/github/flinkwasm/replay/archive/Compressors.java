package io.github.flinkwasm.replay.archive;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Compresses what tests read. */
final class Compressors {
    private Compressors() {}

    /** Each part as a member, frame or stream of its own, one after another. */
    static byte[] compress(Compression compression, byte[]... parts) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            try (OutputStream out = open(compression, file)) {
                out.write(part);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return file.toByteArray();
    }

    private static OutputStream open(Compression compression, OutputStream file)
            throws IOException {
        return switch (compression) {
            case NONE -> file;
            case GZIP -> new GZIPOutputStream(file);
            case ZSTD -> new ZstdOutputStreamNoFinalizer(file).setChecksum(true);
            case BZIP2 -> new BZip2CompressorOutputStream(file, 1);
            case XZ -> new XZOutputStream(file, new LZMA2Options(0));
        };
    }
}
