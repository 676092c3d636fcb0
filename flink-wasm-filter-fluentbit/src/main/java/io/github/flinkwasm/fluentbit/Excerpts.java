package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.internal.text.ShownText;

/** Text of a configuration, made fit for a message: on one line, and cut short. */
final class Excerpts {

    private static final int MAX_LENGTH = 120;

    private Excerpts() {}

    static String quoted(String text) {
        return '"' + unquoted(text) + '"';
    }

    static String unquoted(String text) {
        return text.length() <= MAX_LENGTH
                ? ShownText.escaped(text)
                : ShownText.escaped(text.substring(0, MAX_LENGTH)) + '…';
    }
}
