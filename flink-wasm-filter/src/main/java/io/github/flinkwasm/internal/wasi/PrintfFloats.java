package io.github.flinkwasm.internal.wasi;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * The floating-point conversions of printf: f F e E g G. Digits are those of the exact value,
 * rounded half to even, as C libraries print them.
 */
final class PrintfFloats {
    private static final int DEFAULT_PRECISION = 6;

    /** No double has more decimal places; what a precision asks for beyond that is zeros. */
    private static final int MAX_PLACES = 1074;

    private PrintfFloats() {}

    static void write(PrintfBuffer out, PrintfSpecification spec, char conversion, double value) {
        boolean upperCase = Character.isUpperCase(conversion);
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        String sign = spec.sign(negative);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            String name = Double.isNaN(value) ? "nan" : "inf";
            spec.writeNumber(out, sign, upperCase ? name.toUpperCase(Locale.ROOT) : name, false);
            return;
        }
        BigDecimal magnitude = new BigDecimal(Math.abs(value));
        int precision = spec.hasPrecision ? spec.precision : DEFAULT_PRECISION;
        Layout layout =
                switch (Character.toLowerCase(conversion)) {
                    case 'f' -> fixed(magnitude, precision, spec.alternate);
                    case 'e' -> scientific(magnitude, precision, spec.alternate);
                    default -> general(magnitude, Math.max(precision, 1), spec.alternate);
                };
        String exponent = upperCase ? layout.exponent.toUpperCase(Locale.ROOT) : layout.exponent;
        if (layout.zeros == 0 || exponent.isEmpty()) {
            spec.writeNumber(out, sign, 0, layout.digits + exponent, layout.zeros, true);
        } else {
            StringBuilder body = new StringBuilder(layout.digits);
            // The buffer's limit holds for this detour too.
            int zeros = Math.min(layout.zeros, PrintfBuffer.MAX_BYTES);
            body.append("0".repeat(zeros)).append(exponent);
            spec.writeNumber(out, sign, body, true);
        }
    }

    /** Digits with their point, then zeros, then the exponent. */
    private record Layout(String digits, int zeros, String exponent) {}

    private static Layout fixed(BigDecimal value, int precision, boolean keepPoint) {
        int places = Math.min(precision, MAX_PLACES);
        String digits = value.setScale(places, RoundingMode.HALF_EVEN).toPlainString();
        if (precision == 0 && keepPoint) {
            digits += ".";
        }
        return new Layout(digits, precision - places, "");
    }

    private static Layout scientific(BigDecimal value, int precision, boolean keepPoint) {
        int places = Math.min(precision, MAX_PLACES);
        Scientific number = Scientific.of(value, places);
        String digits = number.digits;
        String text = digits.substring(0, 1);
        if (precision > 0 || keepPoint) {
            text += "." + digits.substring(1);
        }
        return new Layout(text, precision - places, exponent(number.exponent));
    }

    /**
     * The shorter of the two, for a number of significant digits; trailing zeros only in the
     * alternate form.
     */
    private static Layout general(BigDecimal value, int significant, boolean alternate) {
        int places = Math.min(significant - 1, MAX_PLACES);
        Scientific number = Scientific.of(value, places);
        Layout layout =
                number.exponent < -4 || number.exponent >= significant
                        ? scientific(value, significant - 1, alternate)
                        : fixed(value, significant - 1 - number.exponent, alternate);
        return alternate ? layout : stripped(layout);
    }

    private static Layout stripped(Layout layout) {
        String digits = layout.digits;
        int end = digits.length();
        if (digits.indexOf('.') >= 0) {
            while (digits.charAt(end - 1) == '0') {
                end--;
            }
            if (digits.charAt(end - 1) == '.') {
                end--;
            }
        }
        return new Layout(digits.substring(0, end), 0, layout.exponent);
    }

    private static String exponent(int exponent) {
        int magnitude = Math.abs(exponent);
        return (exponent < 0 ? "e-" : "e+") + (magnitude < 10 ? "0" : "") + magnitude;
    }

    /** One digit, the given number of further digits, and the power of ten. */
    private record Scientific(String digits, int exponent) {
        static Scientific of(BigDecimal value, int places) {
            if (value.signum() == 0) {
                return new Scientific("0".repeat(places + 1), 0);
            }
            BigDecimal rounded = value.round(new MathContext(places + 1, RoundingMode.HALF_EVEN));
            String digits = rounded.unscaledValue().toString();
            int missing = Math.max(0, places + 1 - digits.length());
            return new Scientific(
                    digits + "0".repeat(missing), rounded.precision() - rounded.scale() - 1);
        }
    }
}
