package io.github.flinkwasm.replay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which parts of two short texts they have in common, by words, numbers and punctuation.
 *
 * @param before the first text, in parts
 * @param after the second text, in parts
 */
record TokenDiff(List<Part> before, List<Part> after) {

    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}_]+|.", Pattern.DOTALL);

    /** More tokens would take the square of their number to compare. */
    private static final int MAX_TOKENS = 600;

    /** A piece of a text, and whether the other one has it too. */
    record Part(String text, boolean isCommon) {}

    static TokenDiff of(String before, String after) {
        List<String> was = tokens(before);
        List<String> is = tokens(after);
        if (was.size() > MAX_TOKENS || is.size() > MAX_TOKENS) {
            return new TokenDiff(List.of(new Part(before, true)), List.of(new Part(after, true)));
        }
        int[][] common = new int[was.size() + 1][is.size() + 1];
        for (int i = was.size() - 1; i >= 0; i--) {
            for (int j = is.size() - 1; j >= 0; j--) {
                common[i][j] =
                        was.get(i).equals(is.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        Parts left = new Parts();
        Parts right = new Parts();
        int i = 0;
        int j = 0;
        while (i < was.size() || j < is.size()) {
            if (i < was.size() && j < is.size() && was.get(i).equals(is.get(j))) {
                left.add(was.get(i++), true);
                right.add(is.get(j++), true);
            } else if (j == is.size() || (i < was.size() && common[i + 1][j] >= common[i][j + 1])) {
                left.add(was.get(i++), false);
            } else {
                right.add(is.get(j++), false);
            }
        }
        return new TokenDiff(left.list(), right.list());
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    /** Joins tokens of one kind that follow one another. */
    private static final class Parts {
        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private boolean isCommon = true;

        void add(String token, boolean common) {
            if (common != isCommon) {
                end();
                isCommon = common;
            }
            text.append(token);
        }

        List<Part> list() {
            end();
            return parts;
        }

        private void end() {
            if (text.length() > 0) {
                parts.add(new Part(text.toString(), isCommon));
                text.setLength(0);
            }
        }
    }
}
