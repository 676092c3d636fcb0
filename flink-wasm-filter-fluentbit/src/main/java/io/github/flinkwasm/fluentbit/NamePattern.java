package io.github.flinkwasm.fluentbit;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for one name of a path, as a shell reads it: {@code *} for any characters, {@code ?}
 * for one, {@code [a-z]} and {@code [!a-z]} for one of some, a backslash before a character for the
 * character itself. A name that begins with a dot is matched only by a pattern that does.
 */
final class NamePattern {

    /** One character of a name, or with {@link #STAR} any number of them. */
    private interface Token {
        boolean takes(char c);
    }

    private static final Token STAR = c -> true;

    private final List<Token> tokens = new ArrayList<>();
    private final boolean wild;
    private final boolean startsWithDot;

    NamePattern(String pattern) {
        boolean found = false;
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            int end = c == '[' ? endOfSet(pattern, at) : -1;
            if (c == '*') {
                tokens.add(STAR);
                found = true;
                at++;
            } else if (c == '?') {
                tokens.add(any -> true);
                found = true;
                at++;
            } else if (end > 0) {
                tokens.add(setOf(pattern.substring(at + 1, end)));
                found = true;
                at = end + 1;
            } else {
                if (c == '\\' && at + 1 < pattern.length()) {
                    at++;
                }
                char literal = pattern.charAt(at);
                tokens.add(other -> other == literal);
                at++;
            }
        }
        wild = found;
        startsWithDot = pattern.startsWith(".");
    }

    /** Whether it may match anything but itself. */
    boolean isWild() {
        return wild;
    }

    /** In linear time times the number of stars. */
    boolean matches(String name) {
        if (name.startsWith(".") && !startsWithDot) {
            return false;
        }
        int inPattern = 0;
        int inName = 0;
        int afterStar = -1;
        int starReaches = 0;
        while (inName < name.length()) {
            Token token = inPattern < tokens.size() ? tokens.get(inPattern) : null;
            if (token == STAR) {
                inPattern++;
                afterStar = inPattern;
                starReaches = inName;
            } else if (token != null && token.takes(name.charAt(inName))) {
                inPattern++;
                inName++;
            } else if (afterStar >= 0) {
                inPattern = afterStar;
                starReaches++;
                inName = starReaches;
            } else {
                return false;
            }
        }
        while (inPattern < tokens.size() && tokens.get(inPattern) == STAR) {
            inPattern++;
        }
        return inPattern == tokens.size();
    }

    /** Where the bracket closes; -1 when it does not, and then stands for itself. */
    private static int endOfSet(String pattern, int open) {
        int first = open + 1;
        if (first < pattern.length() && isNegation(pattern.charAt(first))) {
            first++;
        }
        // A bracket that closes at once is one of the characters.
        return pattern.indexOf(']', first + 1);
    }

    private static boolean isNegation(char c) {
        return c == '!' || c == '^';
    }

    private static Token setOf(String set) {
        boolean negated = isNegation(set.charAt(0));
        String members = negated ? set.substring(1) : set;
        return c -> contains(members, c) != negated;
    }

    private static boolean contains(String members, char c) {
        int at = 0;
        while (at < members.length()) {
            boolean range = at + 2 < members.length() && members.charAt(at + 1) == '-';
            char last = members.charAt(range ? at + 2 : at);
            if (members.charAt(at) <= c && c <= last) {
                return true;
            }
            at += range ? 3 : 1;
        }
        return false;
    }
}
