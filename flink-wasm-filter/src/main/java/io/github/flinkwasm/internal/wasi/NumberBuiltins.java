package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.GuestTrap;

/**
 * {@code strtol}, {@code strtoul} and {@code atoi}, with the 32-bit {@code long} of the guest: what
 * does not fit is saturated, as C says ({@code errno} the host cannot set). {@code atoi}, for which
 * C says nothing, wraps around as the usual C libraries do.
 */
final class NumberBuiltins {
    private static final int CHUNK_MASK = MemoryBuiltins.CHUNK - 1;

    private NumberBuiltins() {}

    static void register(HostFunctionTable env) {
        env.addLeaf(
                "strtol",
                "iii:i",
                (call, a) -> parse(call, (int) a[0], (int) a[1], (int) a[2], true));
        env.addLeaf(
                "strtoul",
                "iii:i",
                (call, a) -> parse(call, (int) a[0], (int) a[1], (int) a[2], false));
        env.addLeaf("atoi", "i:i", (call, a) -> new Numeral(call, (int) a[0], 10).wrapped());
    }

    private static int parse(GuestCall call, int string, int endPointer, int base, boolean signed) {
        boolean baseIsValid = base == 0 || (base >= 2 && base <= 36);
        if (!baseIsValid) {
            writeEnd(call, endPointer, string);
            return 0;
        }
        Numeral numeral = new Numeral(call, string, base);
        writeEnd(call, endPointer, numeral.end);
        return signed ? numeral.signed() : numeral.unsigned();
    }

    private static void writeEnd(GuestCall call, int endPointer, int end) {
        if (endPointer != 0) {
            call.memory().writeInt(endPointer, end);
        }
    }

    /** White space, a sign, a base's prefix and digits, as far as they go. */
    private static final class Numeral {
        private static final long MANY = Long.MAX_VALUE / 64;

        private final GuestMemory memory;
        private final byte[] array;
        private final int shift;
        private final int limit;
        private int at;

        private boolean negative;

        /** Saturated far above 32 bits. */
        private long magnitude;

        /** The same modulo 2^64. */
        private long wrapping;

        /** The address after the last byte used; the start if there was no number. */
        private int end;

        Numeral(GuestCall call, int string, int base) {
            memory = call.memory();
            array = memory.arrayOf(string);
            at = memory.indexOf(string);
            shift = string - at;
            limit = memory.endOf(string);
            end = string;
            skipSpace(call);
            int c = current();
            if (c == '-' || c == '+') {
                negative = c == '-';
                at++;
            }
            digits(call, actualBase(base));
        }

        private void skipSpace(GuestCall call) {
            while (CharacterBuiltins.isSpace(current())) {
                at++;
                if ((at & CHUNK_MASK) == 0) {
                    call.checkDeadline();
                }
            }
        }

        /** Resolves base 0 and skips 0x where hexadecimal digits follow it. */
        private int actualBase(int base) {
            if (current() != '0') {
                return base == 0 ? 10 : base;
            }
            boolean hex =
                    (base == 0 || base == 16)
                            && at + 2 < limit
                            && (array[at + 1] | 0x20) == 'x'
                            && CharacterBuiltins.digit(array[at + 2]) < 16;
            if (hex) {
                at += 2;
                return 16;
            }
            return base == 0 ? 8 : base;
        }

        private void digits(GuestCall call, int base) {
            int digit = CharacterBuiltins.digit(current());
            while (digit < base) {
                magnitude = magnitude > MANY ? magnitude : magnitude * base + digit;
                wrapping = wrapping * base + digit;
                at++;
                end = shift + at;
                if ((at & CHUNK_MASK) == 0) {
                    call.checkDeadline();
                }
                digit = CharacterBuiltins.digit(current());
            }
        }

        private int current() {
            if (at == limit) {
                throw GuestTrap.trap(
                        "number at "
                                + HarmlessText.address(shift + at)
                                + " has no end before memory ends");
            }
            return array[at];
        }

        int signed() {
            long value = negative ? -magnitude : magnitude;
            return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
        }

        int unsigned() {
            if (magnitude > 0xffff_ffffL) {
                return -1;
            }
            return (int) (negative ? -magnitude : magnitude);
        }

        int wrapped() {
            return (int) (negative ? -wrapping : wrapping);
        }
    }
}
