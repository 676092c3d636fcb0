package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.GuestMemory;

/**
 * {@code poll_oneoff}: waits for a clock. Descriptors are always ready, since none of them ever has
 * to wait for anybody. A wait never outlives the call's deadline.
 */
final class WasiPoll {
    private static final int MAX_SUBSCRIPTIONS = 1024;

    private static final int CLOCK = 0;
    private static final int WRITE = 2;
    private static final int ABSOLUTE = 1;
    private static final int HANGUP = 1;

    private static final int EVENT_SIZE = 32;

    private final DescriptorTable descriptors;
    private final WasiClockAndRandom clocks;

    WasiPoll(DescriptorTable descriptors, WasiClockAndRandom clocks) {
        this.descriptors = descriptors;
        this.clocks = clocks;
    }

    void register(WasiFunctionTable wasi) {
        wasi.addByLayout("poll_oneoff", "iiii:i", this::poll);
    }

    private void poll(GuestCall call, long[] a, WasiLayout layout) throws ErrnoException {
        int subscriptions = (int) a[0];
        int events = (int) a[1];
        int count = (int) a[2];
        if (count < 1 || count > MAX_SUBSCRIPTIONS) {
            throw Errno.INVAL.exception();
        }
        GuestMemory memory = call.memory();
        int size = layout.subscriptionSize();
        MemoryBuiltins.require(memory, "poll_oneoff's subscriptions", subscriptions, count * size);
        MemoryBuiltins.require(memory, "poll_oneoff's events", events, count * EVENT_SIZE);
        Subscription[] all = new Subscription[count];
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            all[i] = read(memory, subscriptions + i * size, layout);
            shortest = Math.min(shortest, all[i].delay);
        }
        call.sleep(shortest);
        int fired = 0;
        for (Subscription subscription : all) {
            // What was due at the same time has fired too. The clock is not asked again: it may be
            // one that does
            // not follow this wait.
            if (subscription.delay <= shortest) {
                write(memory, events + fired * EVENT_SIZE, subscription);
                fired++;
            }
        }
        memory.writeInt((int) a[3], fired);
    }

    /** User data at 0, type at 8; a descriptor at 16, or a clock as the layout says. */
    private Subscription read(GuestMemory memory, int address, WasiLayout layout)
            throws ErrnoException {
        long userData = memory.readLong(address);
        int type = memory.readByte(address + 8);
        if (type < CLOCK || type > WRITE) {
            throw Errno.INVAL.exception();
        }
        if (type != CLOCK) {
            int number = memory.readInt(address + 16);
            return new Subscription(userData, type, 0, readiness(number), isAtEnd(number));
        }
        int clockAt = address + layout.subscriptionClockOffset();
        int clock = memory.readInt(clockAt);
        long timeout = memory.readLong(clockAt + 8);
        boolean absolute = (memory.readShort(clockAt + 24) & ABSOLUTE) != 0;
        try {
            long now = clocks.now(clock);
            return new Subscription(
                    userData, type, delay(timeout, absolute ? now : 0), Errno.SUCCESS, false);
        } catch (ErrnoException e) {
            return new Subscription(userData, type, 0, e.errno(), false);
        }
    }

    /** Nanoseconds from now; the timeout is unsigned. */
    private static long delay(long timeout, long now) {
        long bounded = timeout < 0 ? Long.MAX_VALUE : timeout;
        return bounded <= now ? 0 : bounded - now;
    }

    private Errno readiness(int number) {
        try {
            descriptors.get(number, Rights.POLL_FD_READWRITE);
            return Errno.SUCCESS;
        } catch (ErrnoException e) {
            return e.errno();
        }
    }

    private boolean isAtEnd(int number) {
        try {
            return descriptors.get(number).target() instanceof Descriptor.StandardInput;
        } catch (ErrnoException e) {
            return false;
        }
    }

    /**
     * User data at 0, error at 8, type at 10; for descriptors, bytes to read at 16 and flags at 24.
     */
    private static void write(GuestMemory memory, int address, Subscription subscription) {
        memory.fill(address, (byte) 0, EVENT_SIZE);
        memory.writeLong(address, subscription.userData);
        memory.writeShort(address + 8, (short) subscription.errno.number());
        memory.writeByte(address + 10, (byte) subscription.type);
        memory.writeShort(address + 24, (short) (subscription.hangup ? HANGUP : 0));
    }

    /** One thing to wait for, and after how many nanoseconds it comes. */
    private record Subscription(long userData, int type, long delay, Errno errno, boolean hangup) {}
}
