package io.github.flinkwasm.internal.wasi;

/** Flags, width, precision and size of one conversion, and how numbers are laid out by them. */
final class PrintfSpecification {
    boolean leftAligned;
    boolean plus;
    boolean space;
    boolean alternate;
    boolean zeroPadded;
    int width;
    boolean hasPrecision;
    int precision;

    /** Bits of the integer argument after its conversion: 8, 16, 32 or 64. */
    int bits;

    void clear() {
        leftAligned = false;
        plus = false;
        space = false;
        alternate = false;
        zeroPadded = false;
        width = 0;
        hasPrecision = false;
        precision = 0;
        bits = 32;
    }

    /** Takes a flag character. Returns false if it is none. */
    boolean addFlag(byte c) {
        switch (c) {
            case '-' -> leftAligned = true;
            case '+' -> plus = true;
            case ' ' -> space = true;
            case '#' -> alternate = true;
            case '0' -> zeroPadded = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A width given as an argument: a negative one means left-aligned. */
    void setWidth(int argument) {
        leftAligned |= argument < 0;
        // The largest negative number has no positive; one less is as far beyond all limits.
        width = argument < 0 ? Math.max(-argument, -(argument + 1)) : argument;
    }

    /** A precision given as an argument: a negative one means none. */
    void setPrecision(int argument) {
        hasPrecision = argument >= 0;
        precision = Math.max(argument, 0);
    }

    /** What stands before a signed number. */
    String sign(boolean negative) {
        return negative ? "-" : plus ? "+" : space ? " " : "";
    }

    /** Writes prefix and body, padded to the width on one side or, with zeros, between them. */
    void writeNumber(PrintfBuffer out, String prefix, CharSequence body, boolean mayZeroPad) {
        writeNumber(out, prefix, 0, body, 0, mayZeroPad);
    }

    /** As above, with that many zeros more before and after the body. */
    void writeNumber(
            PrintfBuffer out,
            String prefix,
            long zerosBefore,
            CharSequence body,
            long zerosAfter,
            boolean mayZeroPad) {
        long padding = width - zerosBefore - zerosAfter - prefix.length() - body.length();
        boolean withZeros = zeroPadded && mayZeroPad && !leftAligned;
        if (!leftAligned && !withZeros) {
            out.fill(' ', padding);
        }
        out.append(prefix);
        if (withZeros) {
            out.fill('0', padding);
        }
        out.fill('0', zerosBefore);
        out.append(body);
        out.fill('0', zerosAfter);
        if (leftAligned) {
            out.fill(' ', padding);
        }
    }

    /** Writes bytes, padded with spaces to the width. */
    void writeText(PrintfBuffer out, byte[] bytes, int from, int length) {
        long padding = (long) width - length;
        if (!leftAligned) {
            out.fill(' ', padding);
        }
        out.append(bytes, from, length);
        if (leftAligned) {
            out.fill(' ', padding);
        }
    }
}
