package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.InvalidConfigurationException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jcodings.specific.UTF8Encoding;
import org.joni.Matcher;
import org.joni.Option;
import org.joni.Regex;
import org.joni.Syntax;
import org.joni.WarnCallback;
import org.joni.exception.JOniException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression as Fluent Bit's routing understands it: in the syntax of its library, which
 * is Ruby's, tried at the start of a tag and there only.
 *
 * <p>An expression may stand between slashes, and letters after the second one are options: {@code
 * i} for either case, {@code m} for a dot that takes line breaks, {@code x} for one with white
 * space and comments.
 */
final class TagRegex implements Serializable {

    private static final long serialVersionUID = 1L;

    /** What one tag may take: routing does not go on meanwhile. */
    private static final Duration LONGEST_MATCH = Duration.ofSeconds(1);

    private final String expression;

    private transient volatile @Nullable Regex compiled;

    /** The last answer: events come in runs of one tag. */
    private transient volatile @Nullable Answer last;

    private record Answer(String tag, boolean matches) {}

    TagRegex(String expression) {
        this.expression = expression;
        this.compiled = compile(expression);
    }

    boolean matches(String tag) {
        Answer known = last;
        if (known != null && known.tag().equals(tag)) {
            return known.matches();
        }
        boolean matches = tryMatch(tag);
        last = new Answer(tag, matches);
        return matches;
    }

    private boolean tryMatch(String tag) {
        Regex regex = compiled;
        if (regex == null) {
            regex = compile(expression);
            compiled = regex;
        }
        byte[] bytes = tag.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            return false;
        }
        Matcher matcher = regex.matcherNoRegion(bytes, 0, bytes.length, LONGEST_MATCH.toNanos());
        // A search whose only start is the first byte: match() does not look at the clock.
        int start = matcher.search(0, 1, Option.NONE);
        if (start == Matcher.INTERRUPTED) {
            throw new InvalidConfigurationException(
                    ("The expression %s of match_regex takes longer than %d ms for the tag %s, so"
                         + " nobody knows whether the two match. Rewrite the expression without"
                         + " repetitions inside of repetitions.")
                            .formatted(
                                    Excerpts.quoted(expression),
                                    LONGEST_MATCH.toMillis(),
                                    Excerpts.quoted(tag)));
        }
        return start == 0 && matcher.getEnd() > 0;
    }

    private static Regex compile(String expression) {
        String pattern = expression;
        int options = Option.NONE;
        int lastSlash = expression.lastIndexOf('/');
        if (lastSlash > 0 && expression.charAt(0) == '/') {
            int given = optionsOf(expression.substring(lastSlash + 1));
            if (given != Option.NONE || lastSlash == expression.length() - 1) {
                options = given;
                pattern = expression.substring(1, lastSlash);
            }
        }
        byte[] bytes = pattern.getBytes(StandardCharsets.UTF_8);
        try {
            return new Regex(
                    bytes,
                    0,
                    bytes.length,
                    options,
                    UTF8Encoding.INSTANCE,
                    Syntax.RUBY,
                    WarnCallback.NONE);
        } catch (JOniException | StackOverflowError e) {
            throw new InvalidConfigurationException(
                    ("The expression %s of match_regex is no regular expression of Ruby's syntax:"
                                    + " %s. Correct it, or use match.")
                            .formatted(
                                    Excerpts.quoted(expression),
                                    e instanceof StackOverflowError
                                            ? "it is nested too deeply"
                                            : e.getMessage()),
                    e);
        }
    }

    /** What the letters after the second slash say; nothing when one of them is none of those. */
    private static int optionsOf(String letters) {
        int options = Option.NONE;
        for (int i = 0; i < letters.length(); i++) {
            switch (letters.charAt(i)) {
                case 'i' -> options |= Option.IGNORECASE;
                case 'm' -> options |= Option.MULTILINE;
                case 'x' -> options |= Option.EXTEND;
                case 'o' -> {
                    // Ruby's "once", which says nothing here.
                }
                default -> {
                    return Option.NONE;
                }
            }
        }
        return options;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TagRegex that && expression.equals(that.expression);
    }

    @Override
    public int hashCode() {
        return Objects.hash(expression);
    }

    @Override
    public String toString() {
        return expression;
    }
}
