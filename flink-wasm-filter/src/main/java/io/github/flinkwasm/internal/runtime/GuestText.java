package io.github.flinkwasm.internal.runtime;

/** Names that a module brings along, made fit for a message or a log line. */
public final class GuestText {
    private static final int MAX_NAME = 100;

    private GuestText() {}

    /** In double quotes, see {@link #plain}. */
    public static String quoted(String name) {
        return '"' + plain(name) + '"';
    }

    /**
     * Cut short, with everything replaced by {@code ?} that could break the line, hide text or
     * change its direction.
     */
    public static String plain(String name) {
        return plain(name, MAX_NAME);
    }

    static String plain(String text, int maxLength) {
        StringBuilder plain = new StringBuilder();
        int end = Math.min(text.length(), maxLength);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            plain.append(isHarmless(c) ? c : '?');
        }
        return end < text.length() ? plain.append('…').toString() : plain.toString();
    }

    private static boolean isHarmless(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
