package io.github.flinkwasm.replay.archive;

import java.io.IOException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** All streams of a bzip2 file. */
final class Bzip2Input extends DecoderInput<BZip2CompressorInputStream> {
    private long before;

    Bzip2Input(RawInput raw) {
        super(raw);
    }

    @Override
    BZip2CompressorInputStream open(RawInput in) throws IOException {
        return new BZip2CompressorInputStream(in, true);
    }

    @Override
    int read(BZip2CompressorInputStream open, byte[] target, int offset, int length)
            throws IOException {
        before = open.getBytesRead();
        return open.read(target, offset, length);
    }

    /** The decoder counts every byte as it writes it, so the count is right when it throws. */
    @Override
    int deliveredBeforeDamage(BZip2CompressorInputStream open) {
        return (int) (open.getBytesRead() - before);
    }
}
