package io.github.flinkwasm.replay.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.replay.archive.ArchiveFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One directory, several attempts at the same unit, and runs that take over from each other. */
class OutputDirectoryTest {
    private static final int UNIT = 7;
    private static final String PART = "part-000007-0000.ndjson";
    private static final String OUTCOMES = "_outcomes/part-000007.outcomes.gz";
    private static final String INPUT = "file:/logs/app.ndjson";
    private static final ReplayPlan PLAN = new ReplayPlan(new TreeMap<>(), List.<ArchiveFile>of());

    @TempDir private Path directory;

    private OutputDirectory output;

    private String output() {
        return directory.resolve("out").toString();
    }

    @BeforeEach
    void open() {
        output = new OutputDirectory(output());
    }

    @Test
    void attemptsAtTheSameUnitDoNotWriteIntoEachOthersFiles() throws IOException {
        // Given
        UnitOutput first = attempt();
        UnitOutput second = attempt();

        // When
        first.emitted(event("from the first"));
        second.emitted(event("from the second"));
        List<OutputFile> written = commit(second);
        second.close();
        first.close();

        // Then
        assertThat(filesBelow(directory.resolve("out")))
                .containsOnlyKeys(PART, OUTCOMES)
                .containsEntry(PART, "{\"from\":\"from the second\"}\n");
        assertThat(written).extracting(OutputFile::path).containsExactly(OUTCOMES, PART);
    }

    @Test
    @SuppressWarnings("resource") // as after kill -9
    void whatAKilledAttemptLeftIsRemovedAtTheEnd() throws IOException {
        // Given
        attempt().emitted(event("from one that was killed"));
        UnitOutput finished = attempt();
        finished.emitted(event("from the other"));
        List<OutputFile> written = commit(finished);
        Files.writeString(directory.resolve("out/notes.txt"), "not ours");

        // When
        output.keepOnly(lengthsOf(written));

        // Then
        assertThat(filesBelow(directory.resolve("out")))
                .containsOnlyKeys(PART, OUTCOMES, "notes.txt");
    }

    @Test
    void fileOfAnotherUnitThatNobodyNamesIsRemovedAtTheEnd() throws IOException {
        // Given
        UnitOutput unrecorded = new UnitOutput(output(), OutputOptions.DEFAULT, 8, INPUT);
        unrecorded.emitted(event("published, but not in the journal"));
        commit(unrecorded);

        // When
        output.keepOnly(Map.of());

        // Then
        assertThat(filesBelow(directory.resolve("out"))).isEmpty();
    }

    @Test
    void fileThatIsNotAsItWasWrittenIsNamed() throws IOException {
        // Given
        UnitOutput finished = attempt();
        finished.emitted(event("as it was"));
        Map<String, Long> written = lengthsOf(commit(finished));
        Files.writeString(directory.resolve("out").resolve(PART), "shorter");

        // When
        assertThatThrownBy(() -> output.keepOnly(written))

                // Then
                .isInstanceOf(IOException.class)
                .hasMessageContaining(PART + ", written with 21 bytes, now has 7");
    }

    @Test
    void fileThatIsGoneIsNamed() {
        // Given
        Map<String, Long> written = Map.of(PART, 21L);
        assertThat(directory.resolve("out").toFile().mkdirs()).isTrue();

        // When
        assertThatThrownBy(() -> output.keepOnly(written))

                // Then
                .isInstanceOf(IOException.class)
                .hasMessageContaining(PART + ", written with 21 bytes, is gone");
    }

    @Test
    void directoryIsTheLastRunsUntilTheReplayIsFinished() throws IOException {
        // Given
        String first = output.begin(PLAN);
        boolean firstHeld = RunClaim.isHeldBy(first, output());

        // When
        String second = output.resume(PLAN).run();

        // Then
        assertThat(firstHeld).isTrue();
        assertThat(RunClaim.isHeldBy(first, output())).isFalse();
        assertThat(RunClaim.isHeldBy(second, output())).isTrue();
        output.finish();
        assertThat(RunClaim.isHeldBy(second, output())).isFalse();
        assertThat(filesBelow(directory.resolve("out"))).containsOnlyKeys("_SUCCESS");
    }

    @Test
    void entryThatComesAfterAnotherRunHasTakenOverDoesNotCount() throws IOException {
        // Given
        String first = output.begin(PLAN);
        UnitOutput late = attempt();
        late.emitted(event("late"));
        UnitResult lateResult = result(commit(late));

        // When
        OutputDirectory.Resumed second = output.resume(PLAN);
        journal().add(lateResult, first);

        // Then
        assertThat(second.finished()).isEmpty();
        assertThat(journal().find(UNIT, second.run())).isEmpty();
    }

    @Test
    void unitIsDoneAgainIfItsFilesAreNotThereAsTheyWereWritten() throws IOException {
        // Given
        String first = output.begin(PLAN);
        UnitOutput finished = attempt();
        finished.emitted(event("first"));
        journal().add(result(commit(finished)), first);
        OutputDirectory.Resumed whole = output.resume(PLAN);
        Files.writeString(directory.resolve("out").resolve(PART), "shorter");

        // When
        OutputDirectory.Resumed damaged = output.resume(PLAN);

        // Then
        assertThat(whole.finished()).containsOnly(Map.entry(UNIT, first));
        assertThat(damaged.finished()).isEmpty();
        assertThat(filesBelow(directory.resolve("out"))).doesNotContainKeys(PART, OUTCOMES);
        assertThat(output.resume(PLAN).finished()).isEmpty();
    }

    @Test
    void unitThatTwoRunsSayTheyFinishedIsDoneAgain() throws IOException {
        // Given
        String first = output.begin(PLAN);
        String second = output.resume(PLAN).run();
        UnitOutput finished = attempt();
        finished.emitted(event("second"));
        UnitResult result = result(commit(finished));
        journal().add(result, second);
        journal().add(result, first);

        // When
        OutputDirectory.Resumed third = output.resume(PLAN);

        // Then
        assertThat(third.finished()).isEmpty();
        assertThat(journal().entries()).isEmpty();
    }

    @Test
    void replayThatWasFinishedMeanwhileIsLeftAlone() throws IOException {
        // Given
        String first = output.begin(PLAN);
        UnitOutput finished = attempt();
        finished.emitted(event("first"));
        journal().add(result(commit(finished)), first);
        Path plan = directory.resolve("out/_plan.json");
        byte[] planned = Files.readAllBytes(plan);
        output.finish();
        Files.write(plan, planned);

        // When
        assertThatThrownBy(() -> output.resume(PLAN))

                // Then
                .isInstanceOf(OutputRefusedException.class)
                .hasMessageContaining("is finished: there is nothing to resume");
        assertThat(filesBelow(directory.resolve("out")))
                .containsOnlyKeys(PART, OUTCOMES, "_SUCCESS");
    }

    private Journal journal() {
        return new Journal(output());
    }

    private static UnitResult result(List<OutputFile> files) {
        return new UnitResult(UNIT, INPUT, "NDJSON", 21, 1, 1, 0, 0, 0, "", files, "{}");
    }

    private static List<OutputFile> commit(UnitOutput unit) throws IOException {
        List<OutputFile> files = unit.finish();
        unit.publish();
        return files;
    }

    private UnitOutput attempt() throws IOException {
        return new UnitOutput(output(), OutputOptions.DEFAULT, UNIT, INPUT);
    }

    private static LogEvent event(String from) {
        return LogEvent.of(
                "", 0, 0, "{\"from\":\"%s\"}".formatted(from).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Long> lengthsOf(List<OutputFile> files) {
        Map<String, Long> lengths = new HashMap<>();
        files.forEach(file -> lengths.put(file.path(), file.bytes()));
        return lengths;
    }

    private static Map<String, String> filesBelow(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                files.put(
                        root.relativize(file).toString(),
                        Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }
}
