package io.github.flinkwasm.cli;

import static java.util.regex.Pattern.DOTALL;

import io.github.flinkwasm.internal.text.ShownText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a command so that a shell reads it as it was. */
final class ShellWords {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    /** The value of an environment variable of the guest, in all ways to write one. */
    private static final Pattern VALUE_OF_ENV = Pattern.compile("^((?:--env=)?[^=]+=).*", DOTALL);

    private static final Pattern VALUE_IN_FILTER =
            Pattern.compile(
                    "((?:^|[=,])\\s*env\\.[^=,]+=)[^,]*(?:,(?!\\s*[A-Za-z0-9._-]+=)[^,]*)*");

    private static final String HIDDEN = "…";

    private ShellWords() {}

    /**
     * A command line to be shown to others: values of the guest's environment variables and secrets
     * in URIs are left out.
     */
    static String joinToShow(String program, List<String> arguments) {
        List<String> shown = new ArrayList<>();
        String before = "";
        for (String argument : arguments) {
            String word = ShownText.withoutCredentials(argument, HIDDEN + "@");
            if (before.equals("--env") || word.startsWith("--env=")) {
                word = VALUE_OF_ENV.matcher(word).replaceFirst("$1" + HIDDEN);
            } else if (before.equals("--filter") || word.startsWith("--filter=")) {
                word = VALUE_IN_FILTER.matcher(word).replaceAll("$1" + HIDDEN);
            }
            shown.add(word);
            before = argument;
        }
        return join(program, shown);
    }

    static String join(String program, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(program));
        words.addAll(arguments);
        return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
    }

    private static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
