package io.github.flinkwasm.fluentbit;

import java.io.Serializable;

/**
 * A pattern in which {@code *} stands for any characters, or none. It is tried in linear time times
 * the number of stars, however the two are chosen.
 *
 * @param pattern as the configuration has it
 */
record TagGlob(String pattern) implements Serializable {

    private static final long serialVersionUID = 1L;

    boolean matches(String tag) {
        int inPattern = 0;
        int inTag = 0;
        int afterStar = -1;
        int starReaches = 0;
        while (inTag < tag.length()) {
            if (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
                inPattern++;
                afterStar = inPattern;
                starReaches = inTag;
            } else if (inPattern < pattern.length()
                    && pattern.charAt(inPattern) == tag.charAt(inTag)) {
                inPattern++;
                inTag++;
            } else if (afterStar >= 0) {
                // Only the last star ever has to give: what stood before it matched as early as it
                // could.
                inPattern = afterStar;
                starReaches++;
                inTag = starReaches;
            } else {
                return false;
            }
        }
        while (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
            inPattern++;
        }
        return inPattern == pattern.length();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
