package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;

/** Clocks and random numbers of WASI. */
final class WasiClockAndRandom {
    static final int REALTIME = 0;
    private static final int MAX_CLOCK = 3;

    /** The system's clock of the time of day counts microseconds; the others count nanoseconds. */
    private static final long REALTIME_RESOLUTION = 1_000;

    private static final int RANDOM_CHUNK = 64 << 10;

    private final GuestClocks clocks;
    private final GuestRandom random;

    WasiClockAndRandom(GuestClocks clocks, GuestRandom random) {
        this.clocks = clocks;
        this.random = random;
    }

    void register(WasiFunctionTable wasi) {
        wasi.add("clock_res_get", "ii:i", this::resolution);
        wasi.add(
                "clock_time_get",
                "iIi:i",
                (call, a) -> call.memory().writeLong((int) a[2], now((int) a[0])));
        wasi.add("random_get", "ii:i", this::random);
    }

    /** Reads a clock by its number. */
    long now(int clock) throws ErrnoException {
        require(clock);
        return clock == REALTIME
                ? clocks.realtimeNanos().getAsLong()
                : clocks.monotonicNanos().getAsLong();
    }

    private void resolution(GuestCall call, long[] a) throws ErrnoException {
        int clock = (int) a[0];
        require(clock);
        call.memory().writeLong((int) a[1], clock == REALTIME ? REALTIME_RESOLUTION : 1);
    }

    private static void require(int clock) throws ErrnoException {
        if (clock < 0 || clock > MAX_CLOCK) {
            throw Errno.INVAL.exception();
        }
    }

    private void random(GuestCall call, long[] a) {
        int address = (int) a[0];
        int length = (int) a[1];
        MemoryBuiltins.require(call.memory(), "random_get", address, length);
        byte[] chunk = new byte[Math.min(length, RANDOM_CHUNK)];
        for (int done = 0; done < length; ) {
            call.checkDeadline();
            int part = Math.min(RANDOM_CHUNK, length - done);
            random.fill(chunk, part);
            call.memory().write(address + done, chunk, 0, part);
            done += part;
        }
    }
}
