package io.github.flinkwasm.replay.archive;

import java.io.IOException;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/** All streams of an xz file. */
final class XzInput extends DecoderInput<XZInputStream> {
    /** {@code xz -9} needs 65 MiB. */
    private static final int MOST_MEMORY_KIB = 256 << 10;

    /**
     * The decoder takes its memory at once; of the heap one file may not ask for more than that.
     */
    private static final int HEAP_SHARE = 3;

    private final int memoryLimitKib;

    XzInput(RawInput raw) {
        this(raw, Runtime.getRuntime().maxMemory());
    }

    XzInput(RawInput raw, long heapBytes) {
        super(raw);
        this.memoryLimitKib = (int) Math.min(MOST_MEMORY_KIB, (heapBytes / HEAP_SHARE) >> 10);
    }

    @Override
    XZInputStream open(RawInput in) throws IOException {
        return new XZInputStream(in, memoryLimitKib);
    }

    @Override
    int read(XZInputStream open, byte[] target, int offset, int length) throws IOException {
        try {
            return open.read(target, offset, length);
        } catch (MemoryLimitException e) {
            throw new IOException(
                    "it takes %,d KiB of memory to decompress, and %,d are allowed: at most %,d, and a third of the heap (-Xmx)"
                            .formatted(e.getMemoryNeeded(), memoryLimitKib, MOST_MEMORY_KIB),
                    e);
        }
    }

    /** The decoder delivers what is good first, and throws at the next read. */
    @Override
    int deliveredBeforeDamage(XZInputStream open) {
        return 0;
    }
}
