package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.InvalidConfigurationException;
import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;

/**
 * Which tags a filter is for: Fluent Bit's {@code match}, its {@code match_regex}, or what either
 * of them takes. Immutable, serializable, and safe to use from several threads.
 */
@PublicEvolving
public final class TagMatcher implements Serializable {

    private static final long serialVersionUID = 1L;

    private final @Nullable TagGlob glob;
    private final @Nullable TagRegex regex;

    private TagMatcher(@Nullable TagGlob glob, @Nullable TagRegex regex) {
        this.glob = glob;
        this.regex = regex;
    }

    /**
     * All tags that a pattern describes as a whole. A {@code *} stands for any characters, dots
     * included, or none; everything else stands for itself.
     */
    public static TagMatcher glob(String pattern) {
        return new TagMatcher(new TagGlob(pattern), null);
    }

    /**
     * All tags that begin with what a regular expression in Ruby's syntax describes, if that is at
     * least one character.
     *
     * @throws InvalidConfigurationException when the expression is not well-formed
     */
    public static TagMatcher regex(String expression) {
        return new TagMatcher(null, new TagRegex(expression));
    }

    /** All tags that this matcher takes or the other one, of which each says one thing. */
    static TagMatcher eitherOf(String pattern, String expression) {
        return new TagMatcher(new TagGlob(pattern), new TagRegex(expression));
    }

    /**
     * Whether the tag is one of them.
     *
     * @throws InvalidConfigurationException when the regular expression needs more than a second
     *     for this tag
     */
    public boolean matches(String tag) {
        Objects.requireNonNull(tag, "tag");
        return (glob != null && glob.matches(tag)) || (regex != null && regex.matches(tag));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TagMatcher that
                && Objects.equals(glob, that.glob)
                && Objects.equals(regex, that.regex);
    }

    @Override
    public int hashCode() {
        return Objects.hash(glob, regex);
    }

    /** As a configuration says it. */
    @Override
    public String toString() {
        if (glob == null) {
            return "match_regex " + regex;
        }
        return regex == null ? "match " + glob : "match " + glob + " or match_regex " + regex;
    }
}
