package io.github.flinkwasm.replay.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The logs of {@code examples/archive}, line by line. */
final class RecordedLogs {
    private static final List<String> SOURCES =
            List.of(
                    "application",
                    "packages",
                    "postgresql",
                    "web-access-1",
                    "web-access-2",
                    "web-error");

    /** Says which lines are records, and is not the scanner whose counts are to be checked. */
    private static final JsonMapper JUDGE =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Map<String, List<RecordedLine>> sources = new LinkedHashMap<>();

    private RecordedLogs() {}

    static RecordedLogs load() {
        RecordedLogs logs = new RecordedLogs();
        for (String source : SOURCES) {
            logs.sources.put(source, read(source));
        }
        return logs;
    }

    List<String> sources() {
        return List.copyOf(sources.keySet());
    }

    List<RecordedLine> lines(String source) {
        return Objects.requireNonNull(sources.get(source), source);
    }

    private static List<RecordedLine> read(String source) {
        String resource = "/archive/" + source + ".ndjson.gz";
        byte[] content;
        try (InputStream file =
                        Objects.requireNonNull(
                                RecordedLogs.class.getResourceAsStream(resource), resource);
                InputStream in = new GZIPInputStream(file)) {
            content = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<RecordedLine> lines = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < content.length; at++) {
            if (content[at] == '\n') {
                lines.add(line(Arrays.copyOfRange(content, from, at)));
                from = at + 1;
            }
        }
        return lines;
    }

    private static RecordedLine line(byte[] raw) {
        String characters = new String(raw, StandardCharsets.UTF_8);
        JsonNode record = record(characters);
        byte[] text =
                record == null
                        ? raw
                        : record.path("log")
                                .asText(record.path("message").asText("-"))
                                .replace('\n', ' ')
                                .getBytes(StandardCharsets.UTF_8);
        return new RecordedLine(
                raw,
                timeAt(characters),
                record == null ? null : msgpack(raw),
                escaped(characters),
                text);
    }

    private static @Nullable JsonNode record(String line) {
        try {
            JsonNode node = JUDGE.readTree(line);
            return node.isObject() ? node : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static int timeAt(String line) {
        for (String key : List.of("{\"time\":\"", "{\"timestamp\":\"")) {
            if (line.startsWith(key + "2026-11-22")) {
                return key.length();
            }
        }
        return -1;
    }

    private static byte[] msgpack(byte[] json) {
        try {
            return new MsgpackJson().toMsgpack(json);
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("Jackson takes for a record what is none", e);
        }
    }

    private static byte[] escaped(String line) {
        try {
            byte[] quoted = JUDGE.writeValueAsBytes(line);
            return Arrays.copyOfRange(quoted, 1, quoted.length - 1);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
