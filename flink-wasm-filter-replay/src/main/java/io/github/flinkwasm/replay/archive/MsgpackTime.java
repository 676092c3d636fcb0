package io.github.flinkwasm.replay.archive;

import java.nio.ByteBuffer;

/**
 * The times that Fluent Bit writes:
 *
 * <pre>
 * d7 00 ssssssss nnnnnnnn     EventTime: ext type 0, seconds and nanoseconds, unsigned
 * c7 08 00 ssssssss nnnnnnnn  the same with a length
 * int                         seconds
 * float                       seconds and a fraction
 * </pre>
 */
final class MsgpackTime {
    enum Kind {
        TIME,

        /** The begin or the end of a group of OpenTelemetry logs. */
        GROUP_MARKER,

        /** No time at all. */
        NONE
    }

    private static final int EVENT_TIME_BODY = 8;
    private static final long GROUP_END = -2;
    private static final long GROUP_START = -1;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    /** No double of more seconds says anything about a day. */
    private static final double MOST_SECONDS = 1e15;

    private MsgpackTime() {}

    /** Puts the time of one complete element into the item. */
    static Kind read(byte[] b, int from, int to, Item item) {
        ByteBuffer in = ByteBuffer.wrap(b, from, to - from);
        int lead = in.get() & 0xff;
        if (lead == 0xd7 || lead == 0xc7) {
            return readEventTime(in, lead, item);
        }
        if (lead == 0xca || lead == 0xcb) {
            return readDouble(lead == 0xca ? in.getFloat() : in.getDouble(), item);
        }
        if (lead < 0x80 || lead >= 0xe0) {
            return set((byte) lead, 0, item);
        }
        return switch (lead) {
            case 0xcc -> set(in.get() & 0xff, 0, item);
            case 0xcd -> set(in.getShort() & 0xffff, 0, item);
            case 0xce -> set(in.getInt() & 0xffff_ffffL, 0, item);
            case 0xcf, 0xd3 -> set(in.getLong(), 0, item);
            case 0xd0 -> set(in.get(), 0, item);
            case 0xd1 -> set(in.getShort(), 0, item);
            case 0xd2 -> set(in.getInt(), 0, item);
            default -> Kind.NONE;
        };
    }

    private static Kind readEventTime(ByteBuffer in, int lead, Item item) {
        if (lead == 0xc7 && (in.get() & 0xff) != EVENT_TIME_BODY) {
            return Kind.NONE;
        }
        if (in.get() != 0) {
            return Kind.NONE;
        }
        int second = in.getInt();
        long nano = in.getInt() & 0xffff_ffffL;
        if (second == GROUP_START || second == GROUP_END) {
            return Kind.GROUP_MARKER;
        }
        return nano >= NANOS_PER_SECOND ? Kind.NONE : set(second & 0xffff_ffffL, (int) nano, item);
    }

    private static Kind readDouble(double seconds, Item item) {
        // Also refuses NaN.
        if (!(Math.abs(seconds) <= MOST_SECONDS)) {
            return Kind.NONE;
        }
        double floor = Math.floor(seconds);
        int nano = (int) ((seconds - floor) * NANOS_PER_SECOND);
        return set((long) floor, Math.min(nano, NANOS_PER_SECOND - 1), item);
    }

    private static Kind set(long second, int nano, Item item) {
        if (nano == 0 && (second == GROUP_START || second == GROUP_END)) {
            return Kind.GROUP_MARKER;
        }
        item.setTime(second, nano);
        return Kind.TIME;
    }
}
