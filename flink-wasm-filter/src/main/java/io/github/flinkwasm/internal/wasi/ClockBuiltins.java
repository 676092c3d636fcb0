package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;

/** {@code clock} and {@code clock_gettime}, with the clock numbers that WASI and wasi-libc use. */
final class ClockBuiltins {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int REALTIME = 0;
    private static final int MAX_CLOCK = 3;

    private final GuestClocks clocks;

    ClockBuiltins(GuestClocks clocks) {
        this.clocks = clocks;
    }

    void register(HostFunctionTable env) {
        env.add("clock", ":I", (call, a) -> clocks.monotonicNanos().getAsLong());
        env.add("clock_gettime", "ii:i", (call, a) -> time(call, (int) a[0], (int) a[1]));
    }

    /** The result is {@code tv_sec} in 8 bytes and {@code tv_nsec} in 4. */
    private int time(GuestCall call, int clock, int result) {
        if (clock < 0 || clock > MAX_CLOCK) {
            return -1;
        }
        long nanos =
                clock == REALTIME
                        ? clocks.realtimeNanos().getAsLong()
                        : clocks.monotonicNanos().getAsLong();
        call.memory().writeLong(result, Math.floorDiv(nanos, NANOS_PER_SECOND));
        call.memory().writeInt(result + 8, (int) Math.floorMod(nanos, NANOS_PER_SECOND));
        return 0;
    }
}
