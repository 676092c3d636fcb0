package io.github.flinkwasm.internal.conversion;

import io.github.flinkwasm.internal.text.ShownText;
import java.io.Serializable;

/** Where in a record something is, built from the inside out: {@code user.tags[3].name}. */
final class FieldPath implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int MAX_NAME = 64;

    private String path = "";

    void intoField(String name) {
        String shortName = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "…" : name;
        boolean separate = !path.isEmpty() && path.charAt(0) != '[';
        path = ShownText.escaped(shortName) + (separate ? "." : "") + path;
    }

    void intoElement(int index) {
        boolean separate = !path.isEmpty() && path.charAt(0) != '[';
        path = "[" + index + "]" + (separate ? "." : "") + path;
    }

    /** For a message: the field with its name, or the record itself. */
    String describe(String whole) {
        return path.isEmpty() ? whole : "field \"" + path + "\"";
    }
}
