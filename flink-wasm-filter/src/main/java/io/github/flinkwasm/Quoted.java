package io.github.flinkwasm;

import io.github.flinkwasm.internal.text.ShownText;

/** Text of unknown origin, made fit for a message: quoted, on one line, and cut short. */
final class Quoted {

    private static final int MAX_LENGTH = 200;

    private Quoted() {}

    static String of(String text) {
        return text.length() <= MAX_LENGTH
                ? '"' + ShownText.escaped(text) + '"'
                : '"' + ShownText.escaped(text.substring(0, MAX_LENGTH)) + "…\"";
    }
}
