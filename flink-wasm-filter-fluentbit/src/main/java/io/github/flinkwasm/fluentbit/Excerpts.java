package io.github.flinkwasm.fluentbit;

/** Text of a configuration, made fit for a message: on one line, and cut short. */
final class Excerpts {

    private static final int MAX_LENGTH = 120;

    private Excerpts() {}

    static String quoted(String text) {
        return '"' + unquoted(text) + '"';
    }

    static String unquoted(String text) {
        int end = Math.min(text.length(), MAX_LENGTH);
        StringBuilder excerpt = new StringBuilder(end + 1);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR ->
                        excerpt.append("\\u%04x".formatted((int) c));
                default -> excerpt.append(c);
            }
        }
        if (end < text.length()) {
            excerpt.append('…');
        }
        return excerpt.toString();
    }
}
