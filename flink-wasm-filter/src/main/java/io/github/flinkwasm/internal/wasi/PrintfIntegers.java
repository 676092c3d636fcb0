package io.github.flinkwasm.internal.wasi;

import java.util.Locale;

/** The integer conversions of printf: d i u o x X p. */
final class PrintfIntegers {
    private PrintfIntegers() {}

    static void write(PrintfBuffer out, PrintfSpecification spec, char conversion, long argument) {
        switch (conversion) {
            case 'd', 'i' -> writeSigned(out, spec, signed(argument, spec.bits));
            case 'p' -> writePointer(out, spec, argument & 0xffff_ffffL);
            default -> writeUnsigned(out, spec, conversion, unsigned(argument, spec.bits));
        }
    }

    private static long signed(long argument, int bits) {
        return argument << (64 - bits) >> (64 - bits);
    }

    private static long unsigned(long argument, int bits) {
        return argument & -1L >>> (64 - bits);
    }

    private static void writeSigned(PrintfBuffer out, PrintfSpecification spec, long value) {
        String digits = Long.toUnsignedString(Math.abs(value));
        writeDigits(out, spec, spec.sign(value < 0), value == 0, digits);
    }

    private static void writeUnsigned(
            PrintfBuffer out, PrintfSpecification spec, char conversion, long value) {
        String digits =
                switch (conversion) {
                    case 'o' -> Long.toOctalString(value);
                    case 'x' -> Long.toHexString(value);
                    case 'X' -> Long.toHexString(value).toUpperCase(Locale.ROOT);
                    default -> Long.toUnsignedString(value);
                };
        String prefix = "";
        if (spec.alternate && conversion == 'o') {
            // The alternate form of an octal number begins with a zero, also where nothing else
            // would be printed.
            boolean startsWithZero = value == 0 && !(spec.hasPrecision && spec.precision == 0);
            if (!startsWithZero && !(spec.hasPrecision && spec.precision > digits.length())) {
                prefix = "0";
            }
        } else if (spec.alternate && value != 0 && (conversion == 'x' || conversion == 'X')) {
            prefix = "0" + conversion;
        }
        writeDigits(out, spec, prefix, value == 0, digits);
    }

    private static void writeDigits(
            PrintfBuffer out,
            PrintfSpecification spec,
            String prefix,
            boolean isZero,
            String digits) {
        if (!spec.hasPrecision) {
            spec.writeNumber(out, prefix, digits, true);
            return;
        }
        String shown = isZero && spec.precision == 0 ? "" : digits;
        long zeros = Math.max(0, (long) spec.precision - shown.length());
        spec.writeNumber(out, prefix, zeros, shown, 0, false);
    }

    private static void writePointer(PrintfBuffer out, PrintfSpecification spec, long address) {
        if (address == 0) {
            spec.writeNumber(out, "", "(nil)", false);
        } else {
            writeDigits(out, spec, spec.sign(false) + "0x", false, Long.toHexString(address));
        }
    }
}
