package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.GuestTrap;

/**
 * Formats as C's printf does, for a guest whose {@code int} and {@code long} have 32 bits.
 *
 * <p>The arguments are one packed area, as compilers for WebAssembly pass variable arguments: every
 * argument takes 4 bytes, or 8 at an address that is a multiple of 8 for {@code long long} and
 * {@code double}.
 *
 * <p>Conversions {@code d i u o x X c s p f F e E g G %}; flags, width, precision, {@code *}; sizes
 * {@code hh h l ll j z t}. {@code %n} (which writes), {@code %a}, {@code long double} and wide
 * characters are refused by a trap. A character that is no conversion is printed with all that
 * stands before it, and a lone {@code %} at the end is not printed at all. Widths and precisions
 * have no limit of their own: {@link PrintfBuffer#MAX_BYTES} bounds the whole.
 */
final class PrintfFormat {
    private static final byte[] NULL_TEXT = {'(', 'n', 'u', 'l', 'l', ')'};

    private final PrintfSpecification spec = new PrintfSpecification();
    private final PrintfBuffer out;

    // What is being formatted: never more than one format at a time.
    private byte[] format = new byte[0];
    private int at;
    private int end;
    private int formatAddress;
    private int argument;

    PrintfFormat(PrintfBuffer out) {
        this.out = out;
    }

    /** Appends the formatted text to the buffer. */
    void format(GuestCall call, int formatString, int arguments) {
        GuestMemory memory = call.memory();
        format = memory.arrayOf(formatString);
        at = memory.indexOf(formatString);
        end = at + memory.stringLength(formatString);
        formatAddress = formatString - at;
        argument = arguments;
        while (at < end) {
            int literal = at;
            while (at < end && format[at] != '%') {
                at++;
            }
            out.append(format, literal, at - literal);
            if (at < end) {
                call.checkDeadline();
                conversion(call);
            }
        }
        format = new byte[0]; // not to keep an old array of the guest's memory alive
    }

    private void conversion(GuestCall call) {
        int start = at++;
        spec.clear();
        while (at < end && spec.addFlag(format[at])) {
            at++;
        }
        GuestMemory memory = call.memory();
        if (takeIf('*')) {
            spec.setWidth(nextInt(memory));
        } else {
            spec.width = number();
        }
        if (takeIf('.')) {
            if (takeIf('*')) {
                spec.setPrecision(nextInt(memory));
            } else {
                spec.setPrecision(takeIf('-') ? -1 - number() : number());
            }
        }
        boolean isPlain = size();
        if (at == end) {
            return;
        }
        convert(call, start, (char) (format[at++] & 0xff), isPlain);
    }

    private void convert(GuestCall call, int start, char conversion, boolean isPlain) {
        GuestMemory memory = call.memory();
        switch (conversion) {
            case 'd', 'i', 'u', 'o', 'x', 'X' ->
                    PrintfIntegers.write(
                            out,
                            spec,
                            conversion,
                            spec.bits == 64 ? nextLong(memory) : nextInt(memory));
            case 'p' -> PrintfIntegers.write(out, spec, conversion, nextInt(memory));
            case 'f', 'F', 'e', 'E', 'g', 'G' ->
                    PrintfFloats.write(
                            out, spec, conversion, Double.longBitsToDouble(nextLong(memory)));
            case 'c' -> {
                refuseUnless(isPlain, start, "wide characters are not supported");
                spec.writeText(out, new byte[] {(byte) nextInt(memory)}, 0, 1);
            }
            case 's' -> {
                refuseUnless(isPlain, start, "wide characters are not supported");
                string(call, nextInt(memory));
            }
            case '%' -> out.append((byte) '%');
            case 'n' -> refuseUnless(false, start, "it would write to memory");
            case 'L' -> refuseUnless(false, start, "long double is not supported");
            case 'a', 'A' -> refuseUnless(false, start, "hexadecimal floats are not supported");
            default -> out.append(format, start, at - start);
        }
    }

    private void refuseUnless(boolean allowed, int start, String reason) {
        if (!allowed) {
            String text = HarmlessText.of(format, start, Math.min(at - start, 40));
            throw GuestTrap.trap(
                    "conversion \""
                            + text
                            + "\" in the format at "
                            + HarmlessText.address(formatAddress + start)
                            + " is refused: "
                            + reason);
        }
    }

    private void string(GuestCall call, int address) {
        GuestMemory memory = call.memory();
        if (address == 0 && memory.readByte(0) == 0) {
            // As the C library that Fluent Bit's runtime prints with: all of it or nothing.
            boolean fits = !spec.hasPrecision || spec.precision >= NULL_TEXT.length;
            spec.writeText(out, NULL_TEXT, 0, fits ? NULL_TEXT.length : 0);
            return;
        }
        int length =
                spec.hasPrecision
                        ? StringBuiltins.boundedLength(call, address, spec.precision)
                        : memory.stringLength(address);
        if (length == 0) {
            spec.writeText(out, NULL_TEXT, 0, 0);
        } else {
            spec.writeText(out, memory.arrayOf(address), memory.indexOf(address), length);
        }
    }

    private boolean takeIf(char expected) {
        boolean isThere = at < end && format[at] == expected;
        if (isThere) {
            at++;
        }
        return isThere;
    }

    /** A decimal number, saturated. */
    private int number() {
        long value = 0;
        while (at < end && CharacterBuiltins.isDigit(format[at])) {
            value = Math.min(Integer.MAX_VALUE - 1, value * 10 + (format[at++] - '0'));
        }
        return (int) value;
    }

    /** Reads a size. Returns whether there was none that changes the meaning of c and s. */
    private boolean size() {
        int start = at;
        while (at < end) {
            switch (format[at]) {
                case 'h' -> spec.bits = spec.bits == 16 ? 8 : 16;
                case 'l' -> spec.bits = at > start ? 64 : 32;
                case 'j' -> spec.bits = 64;
                case 'z', 't' -> spec.bits = 32;
                default -> {
                    return at == start || format[start] != 'l';
                }
            }
            at++;
        }
        return true;
    }

    private int nextInt(GuestMemory memory) {
        int value = memory.readInt(argument);
        argument += 4;
        return value;
    }

    private long nextLong(GuestMemory memory) {
        argument = (argument + 7) & ~7;
        long value = memory.readLong(argument);
        argument += 8;
        return value;
    }
}
