package io.github.flinkwasm.internal.codec;

import java.util.Random;

/** Writes well-formed JSON texts of every shape, and spoils them. The same seed, the same texts. */
final class RandomJson {
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "-7",
        "42",
        "0.5",
        "-0.0",
        "1e2",
        "1E+2",
        "1.5e-7",
        "1e400",
        "1e308",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "9223372036854775807",
        "9223372036854775808",
        "1e-999",
        "123456789012345678901234567890",
        "0.30000000000000004",
        "9007199254740993"
    };

    private static final String[] CHARACTERS = {
        "a",
        "B",
        "0",
        " ",
        "/",
        "'",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\u007f",
        "é",
        "ß",
        "€",
        "😀",
        "\u2028",
        "\uffff",
        "\\\"",
        "\\\\",
        "\\/",
        "\\b",
        "\\f",
        "\\n",
        "\\r",
        "\\t",
        "\\u0000",
        "\\u00e9",
        "\\u20AC",
        "\\ud83d\\ude00",
        "\\ud83d",
        "\\uDE00",
        "\\uD83D\\u0041"
    };

    /** Raw control characters: the one leniency of the scanner's grammar. */
    private static final String[] CONTROLS = {"\n", "\t", "\r", "\u0001", "\u001f"};

    private static final String SPOILERS =
            "{}[]\",:\\/'0123456789+-.eEtrufalsn \t\r\n\u0001\u00e9\ufeff\0abxNI*#";

    private final Random random;

    RandomJson(long seed) {
        random = new Random(seed);
    }

    /** A value of any kind with white space around it. */
    String value() {
        return space() + value(1 + random.nextInt(6)) + space();
    }

    /** An object with white space around it. */
    String object() {
        return space() + object(1 + random.nextInt(6)) + space();
    }

    /** The text with one to three small changes; it may still be well-formed. */
    String spoil(String text) {
        StringBuilder spoilt = new StringBuilder(text);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(spoilt.length() + 1);
            int end = Math.min(spoilt.length(), at + 1 + random.nextInt(3));
            String other = String.valueOf(SPOILERS.charAt(random.nextInt(SPOILERS.length())));
            switch (random.nextInt(5)) {
                case 0 -> spoilt.delete(at, end);
                case 1 -> spoilt.insert(at, other);
                case 2 -> spoilt.replace(at, Math.min(spoilt.length(), at + 1), other);
                case 3 -> spoilt.insert(at, spoilt.substring(at, end));
                default -> spoilt.setLength(Math.max(at, 1));
            }
        }
        return spoilt.toString();
    }

    private String value(int depth) {
        int kinds = depth > 0 ? 9 : 7;
        return switch (random.nextInt(kinds)) {
            case 0 -> "true";
            case 1 -> "false";
            case 2 -> "null";
            case 3, 4 -> number();
            case 5, 6 -> string();
            case 7 -> array(depth);
            default -> object(depth);
        };
    }

    private String object(int depth) {
        StringBuilder text = new StringBuilder("{").append(space());
        for (int left = random.nextInt(5); left > 0; left--) {
            text.append(string()).append(space()).append(':').append(space());
            text.append(value(depth - 1)).append(space());
            text.append(left > 1 ? "," + space() : "");
        }
        return text.append('}').toString();
    }

    private String array(int depth) {
        StringBuilder text = new StringBuilder("[").append(space());
        for (int left = random.nextInt(5); left > 0; left--) {
            text.append(value(depth - 1)).append(space());
            text.append(left > 1 ? "," + space() : "");
        }
        return text.append(']').toString();
    }

    private String number() {
        return switch (random.nextInt(4)) {
            case 0 -> Long.toString(random.nextLong());
            case 1 ->
                    Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            default -> NUMBERS[random.nextInt(NUMBERS.length)];
        };
    }

    private String string() {
        StringBuilder text = new StringBuilder("\"");
        for (int left = random.nextInt(20); left > 0; left--) {
            String[] source = random.nextInt(40) == 0 ? CONTROLS : CHARACTERS;
            text.append(source[random.nextInt(source.length)]);
        }
        return text.append('"').toString();
    }

    private String space() {
        return switch (random.nextInt(12)) {
            case 0 -> " ";
            case 1 -> "\r\n";
            case 2 -> "\t ";
            default -> "";
        };
    }
}
