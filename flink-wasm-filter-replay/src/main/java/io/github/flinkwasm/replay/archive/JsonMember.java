package io.github.flinkwasm.replay.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds one key of a JSON object that is known to be well-formed, and looks at nothing more of it
 * than it must. Reusable; not thread-safe.
 */
final class JsonMember {
    private final byte[] name;

    private int keyStart;
    private int valueStart;
    private int valueEnd;

    JsonMember(String name) {
        this.name = name.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Finds the first member of that name on the object's first level.
     *
     * @param from where the object's brace opens
     * @param to after its closing brace
     */
    boolean find(byte[] b, int from, int to) {
        int at = skipWhiteSpace(b, from + 1, to);
        while (at < to && b[at] == '"') {
            int start = at;
            int end = afterString(b, at, to);
            boolean found = isName(b, at + 1, end - 1);
            at = skipWhiteSpace(b, end, to);
            at = skipWhiteSpace(b, at + 1, to);
            int value = at;
            at = afterValue(b, at, to);
            if (found) {
                keyStart = start;
                valueStart = value;
                valueEnd = at;
                return true;
            }
            at = skipWhiteSpace(b, at, to);
            if (at < to && b[at] == ',') {
                at = skipWhiteSpace(b, at + 1, to);
            }
        }
        return false;
    }

    /** Where the found member's key begins, at its quote. */
    int keyStart() {
        return keyStart;
    }

    int valueStart() {
        return valueStart;
    }

    int valueEnd() {
        return valueEnd;
    }

    private boolean isName(byte[] b, int from, int to) {
        if (to - from == name.length) {
            return Arrays.equals(b, from, to, name, 0, name.length);
        }
        // Only an escape makes a key longer than its name.
        return to - from > name.length
                && indexOf(b, from, to, '\\') < to
                && Arrays.equals(text(b, from, to).getBytes(StandardCharsets.UTF_8), name);
    }

    /** The characters of a string whose content, escapes and all, stands in a range. */
    static String text(byte[] b, int from, int to) {
        String raw = new String(b, from, to - from, StandardCharsets.UTF_8);
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escaped = raw.charAt(++i);
            switch (escaped) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> text.append(escaped);
            }
        }
        return text.toString();
    }

    static int skipWhiteSpace(byte[] b, int from, int to) {
        int at = from;
        while (at < to && (b[at] == ' ' || b[at] == '\t' || b[at] == '\r' || b[at] == '\n')) {
            at++;
        }
        return at;
    }

    private static int indexOf(byte[] b, int from, int to, char wanted) {
        int at = from;
        while (at < to && b[at] != wanted) {
            at++;
        }
        return at;
    }

    /** Index after the string whose opening quote is at {@code start}. */
    static int afterString(byte[] b, int start, int to) {
        int at = start + 1;
        while (at < to && b[at] != '"') {
            at += b[at] == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, to);
    }

    static int afterValue(byte[] b, int start, int to) {
        if (start >= to) {
            return to;
        }
        if (b[start] == '"') {
            return afterString(b, start, to);
        }
        int at = start;
        int depth = 0;
        while (at < to) {
            byte c = b[at];
            if (c == '"') {
                at = afterString(b, at, to);
                continue;
            }
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                if (depth == 0) {
                    return at;
                }
                depth--;
                if (depth == 0) {
                    return at + 1;
                }
            } else if (depth == 0 && (c == ',' || c <= ' ')) {
                return at;
            }
            at++;
        }
        return at;
    }
}
