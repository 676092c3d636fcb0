package io.github.flinkwasm.fluentbit;

/** Text of a configuration, made fit for a message: quoted, on one line, and cut short. */
final class Excerpts {

    private static final int MAX_LENGTH = 120;

    private Excerpts() {}

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(Math.min(text.length(), MAX_LENGTH) + 3);
        quoted.append('"');
        int end = Math.min(text.length(), MAX_LENGTH);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        if (end < text.length()) {
            quoted.append('…');
        }
        return quoted.append('"').toString();
    }
}
