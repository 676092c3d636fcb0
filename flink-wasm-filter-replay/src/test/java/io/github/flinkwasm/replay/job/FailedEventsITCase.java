package io.github.flinkwasm.replay.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.replay.archive.ArchiveFormat;
import io.github.flinkwasm.replay.archive.ArchiveOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay keeps of events that cannot be finished. */
class FailedEventsITCase {
    /** Has an array as a key of a map that is itself in a key, for which JSON has no form. */
    private static final String NO_JSON = "819181900102";

    private static final String PLAIN = "81a16101";

    @TempDir private Path directory;

    @Test
    void eventThatCannotPassEitherIsSetAside() throws Exception {
        // Given
        Path archive =
                Files.write(
                        directory.resolve("events.msgpack"),
                        HexFormat.of().parseHex("9201" + PLAIN + "9202" + NO_JSON));
        Path output = directory.resolve("out");
        ReplaySettings settings =
                ReplaySettings.builder()
                        .setInputs(List.of(archive.toString()))
                        .setArchive(
                                ArchiveOptions.builder().setFormat(ArchiveFormat.MSGPACK), Map.of())
                        .setFilters(List.of(identity()))
                        .setOutput(output.toString())
                        .setParallelism(1)
                        .build();

        // When
        ReplayResult result;
        try (Replay replay = Replay.begin(settings)) {
            result = replay.run();
        }

        // Then
        assertThat(result.emitted()).isEqualTo(1);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(text(output)).contains("{\"a\":1}");
        assertThat(text(output.resolve("_failed")))
                .contains("\"item\":2", "\"reason\":\"INVALID_RECORD\"");
    }

    private static FilterRoute identity() {
        return new FilterRoute(
                "identity",
                WasmFilter.builder()
                        .setModule(ModuleReference.of("classpath:guests/wat/identity.wasm"))
                        .setFunctionName("f")
                        .setEventFormat(EventFormat.MSGPACK)
                        .setFailureHandling(FailureHandling.PASS_THROUGH)
                        .build(),
                "*",
                tag -> true);
    }

    private static String text(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            StringBuilder text = new StringBuilder();
            for (Path file :
                    files.filter(path -> path.getFileName().toString().startsWith("part"))
                            .collect(Collectors.toList())) {
                text.append(Files.readString(file));
            }
            return text.toString();
        }
    }
}
