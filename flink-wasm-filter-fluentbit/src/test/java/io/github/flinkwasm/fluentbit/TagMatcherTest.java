package io.github.flinkwasm.fluentbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.InvalidConfigurationException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Fluent Bit v5.1.1 was seen to do with the tag {@code t.x}, and the rules behind it. */
class TagMatcherTest {

    private static final String TAG = "t.x";

    @ParameterizedTest
    @ValueSource(strings = {"t*", "*x", "t.*", "**", "*", "t.x", "t*x", "*.*", "t.x*", "*t.x***"})
    void globMatchesTheWholeTagWithAnyCharactersForAStar(String pattern) {
        // Given
        TagMatcher matcher = TagMatcher.glob(pattern);
        // When
        boolean matches = matcher.matches(TAG);
        // Then
        assertThat(matches).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"t", "*.y", "t?x", "T*", "", "t.", "*t", "[t].x", "{t}*", "t.x*y", "t. x"})
    void globHasNoOtherSpecialCharacterAndIsCaseSensitive(String pattern) {
        // Given
        TagMatcher matcher = TagMatcher.glob(pattern);
        // When
        boolean matches = matcher.matches(TAG);
        // Then
        assertThat(matches).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a*b*c, aXbbc, true",
        "a*b*c, aXbbcd, false",
        "*a*a*, aa, true",
        "*a*a*, a, false",
        "kube.*.log, kube.var.log.containers.log, true",
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "ä*, äb, true",
    })
    void starsTakeAsMuchAsTheRestNeeds(String pattern, String tag, boolean expected) {
        // Given
        TagMatcher matcher = TagMatcher.glob(pattern);
        // When
        boolean matches = matcher.matches(tag);
        // Then
        assertThat(matches).isEqualTo(expected);
    }

    @Test
    void globAgreesWithTheDefinitionOnRandomPatterns() {
        // Given
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            String pattern = text(random, "ab.*");
            String tag = text(random, "ab.");
            // When
            boolean matches = TagMatcher.glob(pattern).matches(tag);
            // Then
            assertThat(matches).as("%s on %s", pattern, tag).isEqualTo(byDefinition(pattern, tag));
        }
    }

    private static boolean byDefinition(String pattern, String tag) {
        if (pattern.isEmpty()) {
            return tag.isEmpty();
        }
        if (pattern.charAt(0) != '*') {
            return !tag.isEmpty()
                    && tag.charAt(0) == pattern.charAt(0)
                    && byDefinition(pattern.substring(1), tag.substring(1));
        }
        return byDefinition(pattern.substring(1), tag)
                || (!tag.isEmpty() && byDefinition(pattern, tag.substring(1)));
    }

    private static String text(Random random, String letters) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(7); left > 0; left--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.SECONDS)
    void manyStarsDoNotMakeAGlobSlow() {
        // Given
        TagMatcher matcher = TagMatcher.glob("*a".repeat(2_000) + "b");
        // When
        boolean matches = matcher.matches("a".repeat(20_000));
        // Then
        assertThat(matches).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^t",
                "t",
                "^t\\.x$",
                "/^T/i",
                "/t/",
                "/t . # one\n x/x",
                "(?<name>t)\\.",
                "\\h*t"
            })
    void regexMatchesFromTheStartOfTheTag(String expression) {
        // Given
        TagMatcher matcher = TagMatcher.regex(expression);
        // When
        boolean matches = matcher.matches(TAG);
        // Then
        assertThat(matches).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x$", "\\.", "T", "", "t*?", "$", "(?=t)", "/t/i/", "/t"})
    void regexIsNotSearchedAndNeedsACharacter(String expression) {
        // Given
        TagMatcher matcher = TagMatcher.regex(expression);
        // When
        boolean matches = matcher.matches(TAG);
        // Then
        assertThat(matches).isFalse();
    }

    @Test
    void regexMatchesCharactersBeyondAscii() {
        // Given
        TagMatcher matcher = TagMatcher.regex("^ü.\\.");
        // When
        boolean matches = matcher.matches("ü\uD83D\uDE00.x");
        // Then
        assertThat(matches).isTrue();
    }

    @Test
    void regexMatchesNoEmptyTag() {
        // Given
        TagMatcher matcher = TagMatcher.regex(".*");
        // When
        boolean matches = matcher.matches("");
        // Then
        assertThat(matches).isFalse();
    }

    @Test
    void eitherGlobOrRegexIsEnough() {
        // Given
        TagMatcher matcher = TagMatcher.eitherOf("*.y", "^t");
        // When
        boolean byRegex = matcher.matches("t.x");
        // Then
        assertThat(byRegex).isTrue();
        assertThat(matcher.matches("u.y")).isTrue();
        assertThat(matcher.matches("u.x")).isFalse();
    }

    @Test
    void answersAreNotMixedUpWhenTagsAlternate() {
        // Given
        TagMatcher matcher = TagMatcher.regex("^a");
        for (int i = 0; i < 1_000; i++) {
            // When
            boolean matches = matcher.matches(i % 2 == 0 ? "a.x" : "b.x");
            // Then
            assertThat(matches).isEqualTo(i % 2 == 0);
        }
    }

    @Test
    void matchesTheSameAfterItWasSerialized() throws Exception {
        // Given
        TagMatcher matcher = TagMatcher.eitherOf("*.y", "^t");
        // When
        TagMatcher copy = InstantiationUtil.clone(matcher);
        // Then
        assertThat(copy).isEqualTo(matcher).hasSameHashCodeAs(matcher);
        assertThat(copy.matches("t.x")).isTrue();
        assertThat(copy.matches("u.y")).isTrue();
        assertThat(copy.matches("u.x")).isFalse();
    }

    @Test
    void refusesARegexThatIsNone() {
        assertThatThrownBy(() -> TagMatcher.regex("(t"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("\"(t\"")
                .hasMessageContaining("Ruby");
    }

    @Test
    void refusesARegexThatIsNestedTooDeeply() {
        // Given
        String expression = "(".repeat(50_000) + "t" + ")".repeat(50_000);
        // When
        var thrown = assertThatThrownBy(() -> TagMatcher.regex(expression));
        // Then
        thrown.isInstanceOf(InvalidConfigurationException.class);
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void refusesToGuessWhatASlowRegexWouldSay() {
        // Given
        TagMatcher matcher = TagMatcher.regex("^(a+)+(b+)+\\1$");
        String tag = "a".repeat(60) + "c";
        // When
        var thrown = assertThatThrownBy(() -> matcher.matches(tag));
        // Then
        thrown.isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("1000 ms")
                .hasMessageContaining("(a+)+");
    }
}
