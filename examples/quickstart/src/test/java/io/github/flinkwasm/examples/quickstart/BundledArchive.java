package io.github.flinkwasm.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The archive in {@code examples/archive} as plain Java reads it, and what the example filters'
 * READMEs say of its lines. Shares no code with the job.
 */
final class BundledArchive {

    static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final List<String> FILES =
            List.of(
                    "application.ndjson.gz",
                    "packages.ndjson.gz",
                    "postgresql.ndjson.gz",
                    "web-access-1.ndjson.gz",
                    "web-access-2.ndjson.gz",
                    "web-error.ndjson.gz");

    /** What is to become of a line. */
    enum Fate {
        NOT_UTF8,
        NOT_JSON,
        DROPPED_BY_DROP_DEBUG,
        DROPPED_BY_ACCESS_LOG,
        EMITTED
    }

    /** One line, found by plain means. */
    @SuppressWarnings("ArrayRecordComponent") // compared member by member
    record Line(String file, long number, byte[] bytes, Fate fate) {

        String text() {
            return new String(bytes, UTF_8);
        }

        boolean isAccess() {
            return file.startsWith("web-access");
        }
    }

    private BundledArchive() {}

    static List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String file : FILES) {
            Path path = Run.REPOSITORY.resolve("examples/archive").resolve(file);
            try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                long number = 0;
                for (byte b : in.readAllBytes()) {
                    if (b == '\n') {
                        number++;
                        byte[] bytes = line.toByteArray();
                        lines.add(new Line(file, number, bytes, fate(file, bytes)));
                        line.reset();
                    } else {
                        line.write(b);
                    }
                }
                if (line.size() > 0) {
                    throw new IOException(file + " does not end with a line break.");
                }
            }
        }
        return lines;
    }

    private static Fate fate(String file, byte[] line) {
        if (!Arrays.equals(new String(line, UTF_8).getBytes(UTF_8), line)) {
            return Fate.NOT_UTF8;
        }
        Optional<JsonNode> record = object(line);
        if (record.isEmpty()) {
            return Fate.NOT_JSON;
        }
        String level = record.get().path("level").asText();
        if (file.startsWith("application") && (level.equals("DEBUG") || level.equals("debug"))) {
            return Fate.DROPPED_BY_DROP_DEBUG;
        }
        String path = record.get().path("path").asText();
        if (file.startsWith("web-access")
                && (path.equals("/health")
                        || path.equals("/healthz")
                        || path.startsWith("/health/"))) {
            return Fate.DROPPED_BY_ACCESS_LOG;
        }
        return Fate.EMITTED;
    }

    private static Optional<JsonNode> object(byte[] line) {
        try {
            JsonNode node = JSON.readTree(line);
            return node.isObject() ? Optional.of(node) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("reading from an array failed", e);
        }
    }
}
