package io.github.flinkwasm;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses which key was meant by one that does not exist. */
final class NearestKey {

    private static final int SHORTEST_WORD = 3;

    private NearestKey() {}

    /** The candidate that takes the fewest changes of a character to get to. */
    static String to(String key, Collection<String> candidates) {
        String wanted = plain(key);
        return candidates.stream()
                .min(
                        Comparator.comparingInt((String candidate) -> distance(wanted, candidate))
                                .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /**
     * Leaving out what stands before the last dot is a smaller mistake than a wrong letter, and
     * leaving out whole words one that is no larger than two.
     */
    private static int distance(String wanted, String candidate) {
        String whole = plain(candidate);
        String lastPart = whole.substring(whole.lastIndexOf('.') + 1);
        int byLetters = Math.min(2 * edits(wanted, whole), 2 * edits(wanted, lastPart) + 1);
        boolean lacksWords = wanted.length() >= SHORTEST_WORD && whole.contains(wanted);
        return lacksWords ? Math.min(byLetters, 4) : byLetters;
    }

    /** Case and the kind of dash are never what is wrong. */
    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How many characters have to be put in, left out or replaced to make one text the other. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
