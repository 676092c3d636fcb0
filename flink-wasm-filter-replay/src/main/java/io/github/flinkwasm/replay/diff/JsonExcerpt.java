package io.github.flinkwasm.replay.diff;

import java.util.List;
import java.util.Map;

/** Writes the beginning of a value as compact JSON. */
final class JsonExcerpt {
    private static final int MAX_LENGTH = 200;

    private final StringBuilder text = new StringBuilder();

    private JsonExcerpt() {}

    /** The value's text, cut short with an ellipsis where it is long. */
    static String of(JsonValue value) {
        JsonExcerpt excerpt = new JsonExcerpt();
        excerpt.append(value);
        if (excerpt.isFull()) {
            int end = MAX_LENGTH;
            if (Character.isHighSurrogate(excerpt.text.charAt(end - 1))) {
                end--;
            }
            excerpt.text.setLength(end);
            excerpt.text.append('…');
        }
        return excerpt.text.toString();
    }

    private boolean isFull() {
        return text.length() > MAX_LENGTH;
    }

    private void append(JsonValue value) {
        if (isFull()) {
            return;
        }
        if (value instanceof JsonValue.Fields fields) {
            append(fields);
        } else if (value instanceof JsonValue.Elements elements) {
            append(elements.values());
        } else if (value instanceof JsonValue.Text string) {
            appendQuoted(string.text());
        } else if (value instanceof JsonValue.Numeral number) {
            appendCut(number.text());
        } else if (value instanceof JsonValue.Constant constant) {
            appendCut(constant.text());
        } else if (value instanceof JsonValue.Unreadable unreadable) {
            appendCut("bytes " + unreadable.hex());
        }
    }

    private void append(JsonValue.Fields fields) {
        String separator = "{";
        for (Map.Entry<String, List<JsonValue>> field : fields.values().entrySet()) {
            for (JsonValue value : field.getValue()) {
                text.append(separator);
                appendQuoted(field.getKey());
                text.append(':');
                append(value);
                separator = ",";
                if (isFull()) {
                    return;
                }
            }
        }
        text.append(separator.equals("{") ? "{}" : "}");
    }

    private void append(List<JsonValue> elements) {
        String separator = "[";
        for (JsonValue value : elements) {
            text.append(separator);
            append(value);
            separator = ",";
            if (isFull()) {
                return;
            }
        }
        text.append(separator.equals("[") ? "[]" : "]");
    }

    private void appendQuoted(String string) {
        text.append('"');
        for (int i = 0; i < string.length() && !isFull(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append("\\u%04x".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private void appendCut(String string) {
        text.append(string, 0, Math.min(string.length(), MAX_LENGTH + 1));
    }
}
