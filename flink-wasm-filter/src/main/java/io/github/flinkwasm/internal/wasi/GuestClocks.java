package io.github.flinkwasm.internal.wasi;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The clocks that a guest can read.
 *
 * @param realtimeNanos nanoseconds since 1970-01-01T00:00:00Z
 * @param monotonicNanos nanoseconds since some moment; never goes back. Also answers for the
 *     CPU-time clocks: a guest learns nothing of the process it runs in
 */
public record GuestClocks(LongSupplier realtimeNanos, LongSupplier monotonicNanos) {

    /**
     * The clocks of this machine; the monotonic one begins near 0 when this class is initialized.
     */
    public static final GuestClocks SYSTEM = system();

    private static GuestClocks system() {
        long start = System.nanoTime();
        return new GuestClocks(GuestClocks::now, () -> System.nanoTime() - start);
    }

    /**
     * Clocks that stand still: it is always that time, and the monotonic clock says 0.
     *
     * @param time not before 1677 nor after 2262, which is what nanoseconds in 64 bits can say
     */
    public static GuestClocks fixedAt(Instant time) {
        long nanos = nanosOf(time);
        return new GuestClocks(() -> nanos, () -> 0);
    }

    private static long now() {
        return nanosOf(Instant.now());
    }

    private static long nanosOf(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
