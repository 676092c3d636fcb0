package io.github.flinkwasm.replay.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.replay.archive.ArchiveFormat;
import io.github.flinkwasm.replay.archive.ArchiveOptions;
import io.github.flinkwasm.replay.archive.DamagePolicy;
import io.github.flinkwasm.replay.archive.TimeFormat;
import io.github.flinkwasm.replay.output.OutputCompression;
import io.github.flinkwasm.replay.output.OutputFormat;
import io.github.flinkwasm.replay.output.OutputOptions;
import io.github.flinkwasm.replay.output.OutputRefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Comparisons with what an earlier replay wrote say what comparisons with its filters say. */
class RecordedOutputITCase {
    private static final int FILES = 3;
    private static final int LINES = 1_500;
    private static final List<String> WAYS =
            List.of("emit", "emit", "emit", "lines", "drop", "drop", "trap", "invalid");

    /** Has an array as a key of a map that is itself in a key, for which JSON has no form. */
    private static final String NO_JSON = "819181900102";

    private static final String PLAIN = "81a16101";

    @TempDir private Path directory;

    /** Two sets of filters that make different things of the same events. */
    private enum Filters {
        /** Emits, drops and fails as records say. */
        ONE {
            @Override
            List<FilterRoute> routes(FailureHandling onFailure) {
                return List.of(waysOut("*", tag -> true, onFailure));
            }
        },

        /** The same for some tags, and again for what comes out then for fewer. */
        CHAIN {
            @Override
            List<FilterRoute> routes(FailureHandling onFailure) {
                return List.of(
                        waysOut("a*", tag -> tag.startsWith("a"), onFailure),
                        identity(EventFormat.JSON, onFailure),
                        waysOut("ab", tag -> tag.equals("ab"), onFailure));
            }
        };

        abstract List<FilterRoute> routes(FailureHandling onFailure);
    }

    @ParameterizedTest
    @CsvSource({
        "NDJSON,  NONE, false, false, SIDE_OUTPUT,  ONE,   CHAIN",
        "EVENTS,  GZ,   true,  true,  PASS_THROUGH, CHAIN, ONE",
        "MSGPACK, ZST,  true,  false, DROP,         ONE,   CHAIN"
    })
    void saysWhatAComparisonWithTheFiltersSays(
            OutputFormat format,
            OutputCompression compression,
            boolean byTag,
            boolean byDay,
            FailureHandling onFailure,
            Filters before,
            Filters after)
            throws Exception {
        // Given
        archive();
        OutputOptions options = new OutputOptions(format, compression, byTag, byDay, false);
        run(settings("then", before.routes(onFailure)).setOutputOptions(options));
        run(settings("live", after.routes(onFailure)).setBaseline(before.routes(onFailure)));

        // When
        run(settings("now", after.routes(onFailure)).setBaselineOutput(path("then")));
        run(settings("same", before.routes(onFailure)).setBaselineOutput(path("then")));

        // Then
        JsonNode live = differences("live");
        JsonNode now = differences("now");
        assertThat(events(live, "CHANGED")).isPositive();
        assertThat(events(live, "UNCHANGED")).isPositive();
        assertThat(events(live, before == Filters.ONE ? "NEWLY_KEPT" : "NEWLY_DROPPED"))
                .isPositive();
        assertThat(events(live, before == Filters.ONE ? "NO_LONGER_FAILED" : "NEWLY_FAILED"))
                .isPositive();
        if (format != OutputFormat.MSGPACK) {
            // msgpack has no white space, which the samples of what ran show.
            assertThat(now.at("/differences/CHANGED")).isEqualTo(live.at("/differences/CHANGED"));
        }
        assertThat(withoutSamples(now)).isEqualTo(withoutSamples(live));
        JsonNode same = differences("same");
        assertThat(events(same, "UNCHANGED")).isEqualTo(allEvents(live));
        assertThat(allEvents(same)).isEqualTo(allEvents(live));
        assertThat(same.path("writtenDifferently").asLong()).isZero();
    }

    @Test
    void aCandidateOfTheOtherFormatIsComparedInTheRecordedOne() throws Exception {
        // Given
        archive();
        run(settings("json", List.of(identity(EventFormat.JSON, FailureHandling.SIDE_OUTPUT))));
        List<FilterRoute> msgpack =
                List.of(identity(EventFormat.MSGPACK, FailureHandling.SIDE_OUTPUT));
        run(
                settings("msgpack", msgpack)
                        .setOutputOptions(
                                new OutputOptions(
                                        OutputFormat.MSGPACK,
                                        OutputCompression.NONE,
                                        false,
                                        false,
                                        false)));

        // When
        run(settings("msgpack-with-json", msgpack).setBaselineOutput(path("json")));
        run(
                settings(
                                "json-with-msgpack",
                                List.of(identity(EventFormat.JSON, FailureHandling.SIDE_OUTPUT)))
                        .setBaselineOutput(path("msgpack")));

        // Then
        for (String output : List.of("msgpack-with-json", "json-with-msgpack")) {
            JsonNode differences = differences(output);
            assertThat(events(differences, "UNCHANGED"))
                    .isPositive()
                    .isEqualTo(allEvents(differences));
        }
    }

    @Test
    void recordsWithoutAFormInTheOutputFailedOnBothSides() throws Exception {
        // Given
        Files.createDirectory(directory.resolve("archive"));
        Files.write(
                directory.resolve("archive/events.msgpack"),
                HexFormat.of().parseHex("9201" + PLAIN + "9202" + NO_JSON + "9203" + PLAIN));
        List<FilterRoute> filters =
                List.of(identity(EventFormat.MSGPACK, FailureHandling.PASS_THROUGH));
        ArchiveOptions.Builder archive = ArchiveOptions.builder().setFormat(ArchiveFormat.MSGPACK);
        run(settings("then", filters).setArchive(archive, Map.of()));

        // When
        run(settings("now", filters).setArchive(archive, Map.of()).setBaselineOutput(path("then")));
        run(settings("live", filters).setArchive(archive, Map.of()).setBaseline(filters));

        // Then
        JsonNode now = differences("now");
        assertThat(events(now, "UNCHANGED")).isEqualTo(3);
        assertThat(now.at("/outcomes/2/2").asLong()).isEqualTo(1);
        assertThat(withoutSamples(now)).isEqualTo(withoutSamples(differences("live")));
    }

    @Test
    void aReplayThatIsResumedIsHeldToTheSameRecordedOutput() throws Exception {
        // Given
        archive();
        cutFile();
        List<FilterRoute> before = Filters.ONE.routes(FailureHandling.SIDE_OUTPUT);
        List<FilterRoute> after = Filters.CHAIN.routes(FailureHandling.SIDE_OUTPUT);
        run(withDamage(settings("then", before), DamagePolicy.SKIP_REST));
        run(withDamage(settings("other", after), DamagePolicy.SKIP_REST));
        run(
                withDamage(settings("whole", after), DamagePolicy.SKIP_REST)
                        .setBaselineOutput(path("then")));
        ReplaySettings.Builder stopped =
                withDamage(settings("now", after), DamagePolicy.FAIL)
                        .setBaselineOutput(path("then"));
        assertThatThrownBy(() -> run(stopped)).isInstanceOf(ReplayFailedException.class);
        ReplaySettings.Builder resumed =
                withDamage(settings("now", after), DamagePolicy.SKIP_REST).setResume(true);

        // When
        assertThatThrownBy(() -> run(resumed.setBaselineOutput(path("other"))))
                .isInstanceOf(OutputRefusedException.class)
                .hasMessageContaining("against-output is %s, but was".formatted(path("other")))
                .hasMessageContaining("against-output manifest sha256 is");
        run(resumed.setBaselineOutput(path("then")));

        // Then
        assertThat(differences("now")).isEqualTo(differences("whole"));
        assertThat(Files.readAllBytes(directory.resolve("now/manifest.json")))
                .isEqualTo(Files.readAllBytes(directory.resolve("whole/manifest.json")));
    }

    /** A file that is replayed last, since it is small, and that ends in its middle. */
    private void cutFile() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(content)) {
            for (int i = 0; i < 500; i++) {
                gzip.write(
                        "{\"do\":\"emit\",\"tag\":\"b\",\"n\":%d}\n"
                                .formatted(i)
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] whole = content.toByteArray();
        Files.write(
                directory.resolve("archive/cut.log"),
                Arrays.copyOf(whole, whole.length - whole.length / 3));
    }

    private static ReplaySettings.Builder withDamage(
            ReplaySettings.Builder settings, DamagePolicy policy) {
        return settings.setArchive(
                        ArchiveOptions.builder()
                                .setFormat(ArchiveFormat.NDJSON)
                                .setTagField("tag")
                                .setDamagePolicy(policy),
                        Map.of("tag-field", "tag"))
                .setParallelism(1);
    }

    private static FilterRoute waysOut(String tags, TagMatch match, FailureHandling onFailure) {
        return route("guests/ways-out/ways_out.wasm", "ways_out", EventFormat.JSON, onFailure)
                .apply(tags, match);
    }

    private static FilterRoute identity(EventFormat format, FailureHandling onFailure) {
        return route("guests/wat/identity.wasm", "f", format, onFailure).apply("*", tag -> true);
    }

    private static BiFunction<String, TagMatch, FilterRoute> route(
            String module, String function, EventFormat format, FailureHandling onFailure) {
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(ModuleReference.of("classpath:" + module))
                        .setFunctionName(function)
                        .setEventFormat(format)
                        .setFailureHandling(onFailure)
                        .build();
        return (tags, match) -> new FilterRoute(function, filter, tags, match);
    }

    /** Lines that do all that a filter can, from several days and tags, and some that are none. */
    private void archive() throws IOException {
        Path archive = Files.createDirectory(directory.resolve("archive"));
        SplittableRandom random = new SplittableRandom(11);
        for (int file = 0; file < FILES; file++) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < LINES; i++) {
                if (random.nextInt(50) == 0) {
                    lines.append("{\"do\":\"emi\n");
                    continue;
                }
                lines.append("{\"do\":\"%s\",".formatted(WAYS.get(random.nextInt(WAYS.size()))))
                        .append(
                                "\"tag\":\"%s\","
                                        .formatted(List.of("a", "ab", "b").get(random.nextInt(3))))
                        .append("\"time\":%d,".formatted(1_790_000_000 + random.nextInt(300_000)))
                        .append("\"n\": %d.0,\"text\":\"ü\\n\"}\n".formatted(i));
            }
            Files.writeString(archive.resolve("part-%d.log".formatted(file)), lines);
        }
    }

    private ReplaySettings.Builder settings(String output, List<FilterRoute> filters) {
        return ReplaySettings.builder()
                .setInputs(List.of(path("archive")))
                .setArchive(
                        ArchiveOptions.builder()
                                .setFormat(ArchiveFormat.NDJSON)
                                .setTagField("tag")
                                .setTimeField("time", TimeFormat.AUTO),
                        Map.of("tag-field", "tag", "time-field", "time"))
                .setFilters(filters)
                .setOutput(path(output))
                .setParallelism(2);
    }

    private static void run(ReplaySettings.Builder settings) throws Exception {
        try (Replay replay = Replay.begin(settings.build())) {
            replay.run();
        }
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private JsonNode differences(String output) throws IOException {
        return new ObjectMapper()
                .readTree(directory.resolve(output).resolve("_statistics.json").toFile())
                .required("differences");
    }

    private static long events(JsonNode differences, String difference) {
        return differences.required("differences").required(difference).required("events").asLong();
    }

    private static long allEvents(JsonNode differences) {
        long events = 0;
        for (JsonNode difference : differences.required("differences")) {
            events += difference.required("events").asLong();
        }
        return events;
    }

    /** A recorded failure has no detail. */
    private static JsonNode withoutSamples(JsonNode differences) {
        JsonNode copy = differences.deepCopy();
        copy.required("differences")
                .forEach(difference -> ((ObjectNode) difference).remove("samples"));
        return copy;
    }
}
