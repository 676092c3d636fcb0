package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.internal.codec.MsgpackJson;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Fluent Bit 5.1.1 did with each recorded event, {@code run --events --outcomes} does too.
 * What is allowed to differ, and why, is argued once, in the library's conformance test; here those
 * vectors are left out.
 */
class FluentBitVectorsConformanceTest {
    /** On the closed list of allowed differences. */
    private static final Set<String> ALLOWED_TO_DIFFER =
            Set.of("null_data", "arity", "j_badutf", "j_dup", "j_bigint");

    private record Vector(
            String module,
            String function,
            String format,
            String event,
            boolean emitted,
            String output) {

        @Override
        public String toString() {
            return module + " " + function + " " + event;
        }
    }

    static Stream<Arguments> sameAsFluentBit() throws Exception {
        List<Arguments> vectors = new ArrayList<>();
        for (String line : lines("conformance/fluent-bit-5.1.1.jsonl")) {
            String module = text(line, "module");
            if (!ALLOWED_TO_DIFFER.contains(module) && !module.startsWith("mp_")) {
                String event =
                        "{\"tag\":\"%s\",\"record\":%s}"
                                .formatted(text(line, "tag"), token(line, "record"));
                boolean emitted = text(line, "fluent_bit").equals("emitted");
                vectors.add(
                        Arguments.of(
                                new Vector(
                                        module,
                                        text(line, "function"),
                                        text(line, "event_format"),
                                        event,
                                        emitted,
                                        emitted ? token(line, "output") : "")));
            }
        }
        assertThat(vectors).hasSizeGreaterThan(60);
        return vectors.stream();
    }

    @ParameterizedTest
    @MethodSource
    void sameAsFluentBit(Vector vector) throws Exception {
        // When
        CommandRun run =
                CommandRun.of(
                        vector.event(),
                        "run",
                        "--wasm",
                        "classpath:conformance/modules/" + vector.module() + ".wasm",
                        "--function",
                        vector.function(),
                        "--event-format",
                        vector.format(),
                        "--events",
                        "--outcomes",
                        "--on-failure",
                        "drop");

        // Then
        assertThat(run.exitStatus()).isZero();
        if (vector.emitted()) {
            assertThat(run.out()).startsWith("{\"outcome\":\"emitted\",\"text\":");
            assertThat(value(token(run.out(), "text"))).isEqualTo(value(vector.output()));
        } else {
            // Fluent Bit drops an event that fails.
            assertThat(run.out()).containsPattern("^\\{\"outcome\":\"(dropped|failed)\"");
        }
    }

    /** Records are equal if their values are: as msgpack, a number has one form only. */
    private static List<Byte> value(String jsonString) throws Exception {
        String record =
                new String(
                        new MsgpackJson()
                                .toJson(new MsgpackJson().toMsgpack(bytes("[" + jsonString + "]"))),
                        StandardCharsets.UTF_8);
        List<Byte> value = new ArrayList<>();
        for (byte b : new MsgpackJson().toMsgpack(bytes(unquoted(record)))) {
            value.add(b);
        }
        return value;
    }

    /** The text in a list of one string. */
    private static String unquoted(String list) {
        String string = list.substring(2, list.length() - 2);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escape = string.charAt(++i);
            switch (escape) {
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'u' -> {
                    text.append((char) Integer.parseInt(string.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> text.append(escape);
            }
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String line, String key) {
        String token = token(line, key);
        return token.substring(1, token.length() - 1);
    }

    /** The string under a key of an object without nested ones, with its quotes and escapes. */
    private static String token(String line, String key) {
        Matcher matcher =
                Pattern.compile("\"" + key + "\": ?(\"(?:[^\"\\\\]|\\\\.)*+\")").matcher(line);
        assertThat(matcher.find()).as("%s in %s", key, line).isTrue();
        return matcher.group(1);
    }

    private static List<String> lines(String resource) throws Exception {
        ClassLoader loader = FluentBitVectorsConformanceTest.class.getClassLoader();
        try (InputStream in = loader.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
