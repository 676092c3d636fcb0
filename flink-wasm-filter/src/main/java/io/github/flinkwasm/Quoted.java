package io.github.flinkwasm;

/** Text of unknown origin, made fit for a message: quoted, on one line, and cut short. */
final class Quoted {

    private static final int MAX_LENGTH = 200;

    private Quoted() {}

    static String of(String text) {
        return text.length() <= MAX_LENGTH
                ? '"' + printable(text) + '"'
                : '"' + printable(text.substring(0, MAX_LENGTH)) + "…\"";
    }

    /** Without what ends a line, moves a cursor, hides text or turns its direction. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length() + 2);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR ->
                        printable.append("\\u%04x".formatted((int) c));
                default -> printable.append(c);
            }
        }
        return printable.toString();
    }
}
