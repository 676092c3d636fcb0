package io.github.flinkwasm.cli;

/** Text of unknown origin, made fit for a terminal: one line, no escape sequences, bounded. */
final class Printable {
    private static final int MAX_NAME_LENGTH = 200;

    private Printable() {}

    /** A name from a module, cut short where somebody chose a very long one. */
    static String name(String name) {
        return name.length() <= MAX_NAME_LENGTH
                ? oneLine(name)
                : oneLine(name.substring(0, MAX_NAME_LENGTH)) + "…";
    }

    /** A whole message on one line: line breaks become spaces, other control characters escapes. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                boolean atBreak = line.length() > 0 && line.charAt(line.length() - 1) == ' ';
                line.append(atBreak ? "" : " ");
            } else if (c == '\t' || !isDangerous(c)) {
                line.append(c);
            } else {
                line.append("\\u%04x".formatted((int) c));
            }
        }
        return line.toString().strip();
    }

    /** Whether a character moves the cursor, changes the direction of text, or ends a line. */
    static boolean isDangerous(char c) {
        return Character.isISOControl(c)
                || (c >= '\u200e' && c <= '\u200f')
                || (c >= '\u2028' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069')
                || c == '\u061c';
    }
}
