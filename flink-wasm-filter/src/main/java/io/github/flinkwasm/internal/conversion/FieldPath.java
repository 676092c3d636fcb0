package io.github.flinkwasm.internal.conversion;

import java.io.Serializable;

/** Where in a record something is, built from the inside out: {@code user.tags[3].name}. */
final class FieldPath implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int MAX_NAME = 64;

    private String path = "";

    void intoField(String name) {
        String shortName = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "…" : name;
        boolean separate = !path.isEmpty() && path.charAt(0) != '[';
        path = oneLine(shortName) + (separate ? "." : "") + path;
    }

    void intoElement(int index) {
        boolean separate = !path.isEmpty() && path.charAt(0) != '[';
        path = "[" + index + "]" + (separate ? "." : "") + path;
    }

    /** For a message: the field with its name, or the record itself. */
    String describe(String whole) {
        return path.isEmpty() ? whole : "field \"" + path + "\"";
    }

    /** Keys of maps are data of strangers: nothing of them may end the line or turn it. */
    private static String oneLine(String name) {
        StringBuilder text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR ->
                        text.append("\\u%04x".formatted((int) c));
                default -> text.append(c);
            }
        }
        return text.toString();
    }
}
