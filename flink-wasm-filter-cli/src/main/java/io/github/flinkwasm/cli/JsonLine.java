package io.github.flinkwasm.cli;

import java.util.List;
import java.util.Map;

/**
 * Writes maps, lists, texts, numbers and booleans as one line of JSON, in the order of the maps.
 * Characters that could confuse a terminal are escaped.
 */
final class JsonLine {

    /** JSON that is written as it is: whoever makes one has checked that it is one value. */
    record Raw(String json) {}

    private JsonLine() {}

    /**
     * @throws IllegalArgumentException for a value of another type
     */
    static String of(Map<String, ?> object) {
        StringBuilder line = new StringBuilder();
        append(line, object);
        return line.toString();
    }

    private static void append(StringBuilder line, Object value) {
        if (value instanceof Map<?, ?> map) {
            char separator = '{';
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                line.append(separator);
                separator = ',';
                appendString(line, String.valueOf(entry.getKey()));
                line.append(':');
                append(line, entry.getValue());
            }
            line.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            char separator = '[';
            for (Object element : list) {
                line.append(separator);
                separator = ',';
                append(line, element);
            }
            line.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof String text) {
            appendString(line, text);
        } else if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            line.append(value);
        } else if (value instanceof Raw raw) {
            line.append(raw.json());
        } else {
            throw new IllegalArgumentException("No JSON for " + value.getClass());
        }
    }

    private static void appendString(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (Printable.isDangerous(c) || isLoneSurrogate(text, i)) {
                line.append("\\u%04x".formatted((int) c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }

    private static boolean isLoneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c)
                && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
