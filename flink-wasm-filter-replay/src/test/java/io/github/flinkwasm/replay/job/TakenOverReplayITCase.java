package io.github.flinkwasm.replay.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs of one replay, of which the second takes the output directory from the first. */
class TakenOverReplayITCase {
    @TempDir private Path directory;

    @Test
    void runWhoseDirectoryIsTakenEndsAndTheOtherHasAll() throws Exception {
        // Given
        Files.writeString(directory.resolve("a.ndjson"), "{\"a\":1}\n");
        Files.writeString(directory.resolve("b.ndjson"), "{\"b\":2}\n");
        try (Replay first = Replay.begin(settings(false));
                Replay second = Replay.begin(settings(true))) {

            // When
            assertThatThrownBy(first::run)

                    // Then
                    .isInstanceOf(ReplayFailedException.class)
                    .hasMessageContaining("goes on in another run, or is finished");
            assertThat(second.run().emitted()).isEqualTo(2);
        }
        assertThat(directory.resolve("out/_SUCCESS")).exists();
        assertThat(directory.resolve("out/_journal")).doesNotExist();
        assertThat(directory.resolve("out/part-000000-0000.ndjson")).hasContent("{\"a\":1}");
        assertThat(directory.resolve("out/part-000001-0000.ndjson")).hasContent("{\"b\":2}");
    }

    @Test
    void runThatOnlyHasToPutResultsTogetherEndsTooIfTheDirectoryIsTaken() throws Exception {
        // Given
        Files.writeString(directory.resolve("a.ndjson"), "{\"a\":1}\n");
        try (Replay first = Replay.begin(settings(false));
                Replay second = Replay.begin(settings(true))) {
            assertThatThrownBy(first::run).isInstanceOf(ReplayFailedException.class);
            second.replayUnits();
            Replay third = Replay.begin(settings(true));

            // When
            assertThatThrownBy(second::complete)

                    // Then
                    .isInstanceOf(ReplayFailedException.class)
                    .hasMessageContaining("goes on in another run, or is finished");
            assertThat(directory.resolve("out/_SUCCESS")).doesNotExist();
            assertThat(third.filesFinishedBefore()).isOne();
            assertThat(third.run().emitted()).isOne();
        }
        assertThat(directory.resolve("out/_SUCCESS")).exists();
    }

    private ReplaySettings settings(boolean resume) {
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(ModuleReference.of("classpath:guests/wat/identity.wasm"))
                        .setFunctionName("f")
                        .setEventFormat(EventFormat.JSON)
                        .setFailureHandling(FailureHandling.SIDE_OUTPUT)
                        .build();
        return ReplaySettings.builder()
                .setInputs(List.of(directory + "/*.ndjson"))
                .setFilters(List.of(new FilterRoute("f", filter, "*", tag -> true)))
                .setOutput(directory.resolve("out").toString())
                .setParallelism(1)
                .setResume(resume)
                .build();
    }
}
