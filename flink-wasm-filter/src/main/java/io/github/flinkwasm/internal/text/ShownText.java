package io.github.flinkwasm.internal.text;

import java.util.regex.Pattern;

/** Text of users and strangers, made fit for a message or a log line. */
public final class ShownText {
    /**
     * The part of a URI that may hold a user name and a secret key, as in {@code
     * s3://key:secret@bucket}. A secret may have slashes and at-signs of its own, which should have
     * been escaped: after a colon that starts no port, all up to the last at-sign is hidden.
     */
    private static final Pattern USER_INFO =
            Pattern.compile("(?<=://)([^/:]*:(?![0-9]{1,5}/).*|[^/]*)@", Pattern.DOTALL);

    private ShownText() {}

    /**
     * The text of a URI, or one in which URIs may be, without credentials.
     *
     * @param inTheirPlace what stands for them and the at-sign after them
     */
    public static String withoutCredentials(String text, String inTheirPlace) {
        return USER_INFO.matcher(text).replaceAll(inTheirPlace);
    }

    /** With escapes for what ends a line, moves a cursor, hides text or turns its direction. */
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 2);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR ->
                        escaped.append("\\u%04x".formatted((int) c));
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
