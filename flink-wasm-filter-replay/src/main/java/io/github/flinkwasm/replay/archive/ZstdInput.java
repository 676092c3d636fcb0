package io.github.flinkwasm.replay.archive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;

/** All frames of a Zstandard file, skippable ones among them. */
final class ZstdInput extends DecoderInput<ZstdInputStreamNoFinalizer> {
    /** A window of 128 MiB is what {@code zstd} itself allows without being told. */
    private static final int MAX_WINDOW_LOG = 27;

    /**
     * Of a call that meets damage the library gives out nothing, although part of what was asked
     * for may be good. A call for at most half a block seldom decodes more than one.
     */
    private static final int MOST_AT_ONCE = 64 << 10;

    ZstdInput(RawInput raw) {
        super(raw);
    }

    @Override
    ZstdInputStreamNoFinalizer open(RawInput in) throws IOException {
        ZstdInputStreamNoFinalizer decoder = new ZstdInputStreamNoFinalizer(in);
        decoder.setLongMax(MAX_WINDOW_LOG);
        return decoder;
    }

    @Override
    int read(ZstdInputStreamNoFinalizer open, byte[] target, int offset, int length)
            throws IOException {
        return open.read(target, offset, Math.min(length, MOST_AT_ONCE));
    }

    @Override
    int deliveredBeforeDamage(ZstdInputStreamNoFinalizer open) {
        return 0;
    }
}
