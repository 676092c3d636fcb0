package io.github.flinkwasm.replay.archive;

import java.io.IOException;
import org.tukaani.xz.XZInputStream;

/** All streams of an xz file. */
final class XzInput extends DecoderInput<XZInputStream> {
    /** {@code xz -9} needs 65 MiB. */
    private static final int MEMORY_LIMIT_KIB = 256 << 10;

    XzInput(RawInput raw) {
        super(raw);
    }

    @Override
    XZInputStream open(RawInput in) throws IOException {
        return new XZInputStream(in, MEMORY_LIMIT_KIB);
    }

    @Override
    int read(XZInputStream open, byte[] target, int offset, int length) throws IOException {
        return open.read(target, offset, length);
    }

    /** The decoder delivers what is good first, and throws at the next read. */
    @Override
    int deliveredBeforeDamage(XZInputStream open) {
        return 0;
    }
}
