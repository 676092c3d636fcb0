package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The scanner beside Jackson, on random texts. The differences that are meant:
 *
 * <ul>
 *   <li>numbers that are infinite as a double: Jackson takes them;
 *   <li>a NUL byte in a string: Jackson takes it like other control characters;
 *   <li>escapes of lone surrogates: Jackson refuses them in keys and hands them on in values, the
 *       scanner makes U+FFFD of them everywhere.
 * </ul>
 */
class JsonScannerDifferentialTest {
    static final JsonFactory STRICT = new JsonFactory();
    static final JsonFactory LENIENT =
            JsonFactory.builder().enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build();

    /** Any escape; group 1 is there unless it is one of a lone surrogate. */
    private static final Pattern LONE_SURROGATE =
            Pattern.compile(
                    "(\\\\[^u]|\\\\u[dD][89abAB]\\p{XDigit}{2}\\\\u[dD][c-fC-F]\\p{XDigit}{2})"
                            + "|\\\\u[dD][89a-fA-F]\\p{XDigit}{2}");

    private final JsonScanner scanner = new JsonScanner();

    @Test
    void copiesTheValueThatJacksonReads() throws IOException {
        RandomJson texts = new RandomJson(1);
        int records = 0;
        for (int round = 0; round < 8_000; round++) {
            // Given
            String text = texts.value();
            Optional<List<String>> expected = read(LENIENT, text);

            // When
            boolean accepted = accepts(text);
            Optional<List<String>> copied =
                    accepted ? read(STRICT, scanner.copyAnyValue()) : Optional.empty();

            // Then
            assertThat(copied).as(text).isEqualTo(expected);
            records += accepted ? 1 : 0;
        }
        assertThat(records).isBetween(5_000, 7_999);
    }

    @Test
    void acceptsWhatJacksonAcceptsOfSpoiltTexts() throws IOException {
        RandomJson texts = new RandomJson(2);
        int accepted = 0;
        for (int round = 0; round < 15_000; round++) {
            // Given
            String text = inUnicode(texts.spoil(texts.value()));
            Optional<List<String>> expected = read(LENIENT, text);

            // When
            boolean accepts = accepts(text);
            Optional<List<String>> copied =
                    accepts ? read(STRICT, scanner.copyAnyValue()) : Optional.empty();

            // Then
            assertThat(copied).as(text).isEqualTo(expected);
            accepted += accepts ? 1 : 0;
        }
        assertThat(accepted).isBetween(1_500, 12_000);
    }

    @Test
    void everyProperPrefixOfAnObjectIsIncomplete() {
        RandomJson texts = new RandomJson(3);
        for (int round = 0; round < 400; round++) {
            // Given
            byte[] bytes = (texts.object() + "\0").getBytes(StandardCharsets.UTF_8);
            if (scanner.scanFirst(bytes, 0, bytes.length) != ScanOutcome.RECORD) {
                continue; // a number in it is infinite
            }
            int start = scanner.start();
            int end = scanner.end();
            for (int cut = 0; cut < end; cut++) {
                byte[] ended = bytes.clone();
                ended[cut] = 0;

                // When
                ScanOutcome atEnd = scanner.scanFirst(bytes, 0, cut);
                ScanOutcome atNul = scanner.scanFirst(ended, 0, ended.length);

                // Then
                assertThat(atEnd).isEqualTo(ScanOutcome.INCOMPLETE_AT_END);
                assertThat(atNul)
                        .isEqualTo(
                                cut <= start ? ScanOutcome.BLANK : ScanOutcome.INCOMPLETE_AT_NUL);
            }
        }
    }

    @Test
    void bothVersionsFindTheSameValue() {
        RandomJson texts = new RandomJson(4);
        for (int round = 0; round < 8_000; round++) {
            // Given
            byte[] bytes = texts.spoil(texts.object()).getBytes(StandardCharsets.UTF_8);

            // When
            ScanOutcome exact = scanner.scanExactly(bytes, 0, bytes.length);
            ScanOutcome first = scanner.scanFirst(bytes, 0, bytes.length);

            // Then
            if (exact == ScanOutcome.RECORD) {
                assertThat(first).isEqualTo(ScanOutcome.RECORD);
            } else if (first == ScanOutcome.RECORD) {
                assertThat(exact).isEqualTo(ScanOutcome.TRAILING_BYTES);
            }
        }
    }

    @Test
    void survivesArbitraryBytes() {
        RandomJson texts = new RandomJson(5);
        Random random = new Random(5);
        for (int round = 0; round < 8_000; round++) {
            // Given
            byte[] bytes = texts.object().getBytes(StandardCharsets.UTF_8);
            for (int spoilt = random.nextInt(4); spoilt > 0; spoilt--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }

            // When
            ScanOutcome outcome = scanner.scanFirst(bytes, 0, bytes.length);

            // Then
            if (outcome == ScanOutcome.RECORD) {
                byte[] copy = scanner.copyValue();
                assertThat(Utf8.wellFormed(copy)).isSameAs(copy);
                assertThat(scanner.scanExactly(copy, 0, copy.length)).isEqualTo(outcome);
                assertThat(scanner.copyValue()).isEqualTo(copy);
            } else {
                assertThat(scanner.detail()).hasSizeBetween(20, 250);
            }
        }
    }

    /** The text with a question mark for half a surrogate pair, which UTF-8 cannot hold. */
    private static String inUnicode(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private boolean accepts(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ScanOutcome outcome = scanner.scanExactly(bytes, 0, bytes.length);
        return outcome == ScanOutcome.RECORD || outcome == ScanOutcome.NOT_A_RECORD;
    }

    /** The tokens of the one value in the text, empty where the scanner should refuse it. */
    static Optional<List<String>> read(JsonFactory factory, String text) throws IOException {
        if (text.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        String repaired =
                LONE_SURROGATE
                        .matcher(text)
                        .replaceAll(
                                m ->
                                        m.group(1) == null
                                                ? "\ufffd"
                                                : Matcher.quoteReplacement(m.group()));
        try (JsonParser parser = factory.createParser(repaired)) {
            return tokens(parser);
        }
    }

    static Optional<List<String>> read(JsonFactory factory, byte[] text) throws IOException {
        try (JsonParser parser = factory.createParser(text)) {
            return tokens(parser);
        }
    }

    private static Optional<List<String>> tokens(JsonParser parser) throws IOException {
        List<String> tokens = new ArrayList<>();
        int depth = 0;
        int values = 0;
        try {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                String text = parser.getText();
                if (token.isNumeric() && Double.isInfinite(Double.parseDouble(text))) {
                    return Optional.empty();
                }
                tokens.add(token + " " + text);
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                values += depth == 0 ? 1 : 0;
            }
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        return values == 1 ? Optional.of(tokens) : Optional.empty();
    }
}
