package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import java.io.IOException;

/** Walks the buffers that a guest names for one read or write. */
final class Iovec {
    private static final int MAX_COUNT = 1024;
    private static final int SIZE = 8;

    private Iovec() {}

    /** Works on one buffer. */
    @FunctionalInterface
    interface BufferAction {
        /** Returns how many bytes it did; fewer than the length end the walk. */
        int apply(int address, int length) throws ErrnoException, IOException;
    }

    /**
     * Hands all buffers to the action, in order.
     *
     * @return the sum of what it did, which fits into 31 bits
     */
    static int forEach(GuestCall call, int iovecs, int count, BufferAction action)
            throws ErrnoException, IOException {
        if (count < 0 || count > MAX_COUNT) {
            throw Errno.INVAL.exception();
        }
        GuestMemory memory = call.memory();
        long total = 0;
        for (int i = 0; i < count; i++) {
            int length = memory.readInt(iovecs + i * SIZE + 4);
            total += Integer.toUnsignedLong(length);
        }
        if (total > Integer.MAX_VALUE) {
            throw Errno.INVAL.exception();
        }
        int done = 0;
        for (int i = 0; i < count; i++) {
            int address = memory.readInt(iovecs + i * SIZE);
            int length = memory.readInt(iovecs + i * SIZE + 4);
            if (length == 0) {
                continue;
            }
            MemoryBuiltins.require(memory, "an I/O buffer", address, length);
            call.checkDeadline();
            int part = action.apply(address, length);
            done += part;
            if (part < length) {
                break;
            }
        }
        return done;
    }
}
