package io.github.flinkwasm.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.replay.archive.ArchiveFile;
import io.github.flinkwasm.replay.archive.ArchiveFiles;
import io.github.flinkwasm.replay.output.OutputCompression;
import io.github.flinkwasm.replay.output.OutputDirectory;
import io.github.flinkwasm.replay.output.OutputFile;
import io.github.flinkwasm.replay.output.OutputFormat;
import io.github.flinkwasm.replay.output.OutputOptions;
import io.github.flinkwasm.replay.output.ReplayPlan;
import io.github.flinkwasm.replay.output.UnitOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What a replay writes to S3 is there whole or not at all, whichever plugin writes it. */
abstract class S3OutputContract {
    private static final int UNIT = 3;
    private static final String INPUT = "s3://filters/logs/app.ndjson";
    private static final String PART = "part-000003-0000.ndjson.gz";
    private static final String OUTCOMES = "_outcomes/part-000003.outcomes.gz";
    private static final OutputOptions GZ =
            new OutputOptions(OutputFormat.NDJSON, OutputCompression.GZ, false, false, false);

    private String output = "";

    @BeforeEach
    void takeADirectory(TestInfo test) {
        output = "s3://filters/" + test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void attemptThatIsGivenUpShowsNothing() throws IOException {
        // Given
        UnitOutput begun = attempt();
        UnitOutput finished = attempt();
        begun.emitted(event("begun"));
        finished.emitted(event("finished, but not published"));
        finished.finish();

        // When
        begun.close();
        finished.close();

        // Then
        assertThat(objects()).isEmpty();
    }

    @Test
    void attemptThatIsGivenUpLeavesWhatAnotherHasPublished() throws IOException {
        // Given
        UnitOutput late = attempt();
        late.emitted(event("late"));
        List<OutputFile> files;
        try (UnitOutput published = attempt()) {
            published.emitted(event("first"));
            published.emitted(event("second"));
            files = published.finish();
            published.publish();
        }
        byte[] part = read(PART);

        // When
        late.close();

        // Then
        assertThat(objects()).containsExactlyInAnyOrder(PART, OUTCOMES);
        assertThat(read(PART)).isEqualTo(part);
        assertThat(files)
                .extracting(OutputFile::path, OutputFile::bytes)
                .contains(tuple(PART, (long) part.length));
    }

    @Test
    void laterAttemptReplacesWhatIsThere() throws IOException {
        // Given
        publish("one");
        byte[] one = read(PART);

        // When
        publish("another");

        // Then
        assertThat(read(PART)).isNotEqualTo(one);
        assertThat(objects()).containsExactlyInAnyOrder(PART, OUTCOMES);
    }

    @Test
    void objectOfSeveralUploadsIsWhole() throws IOException {
        // Given
        SplittableRandom random = new SplittableRandom(5);
        long bytes = 0;

        // When
        try (UnitOutput large = new UnitOutput(output, OutputOptions.DEFAULT, UNIT, INPUT)) {
            // An upload has at least five mebibytes.
            while (bytes < 12 << 20) {
                LogEvent event = event(Long.toHexString(random.nextLong()).repeat(500));
                large.emitted(event);
                bytes += event.record().length + 1;
            }
            large.finish();
            large.publish();
        }

        // Then
        assertThat(read("part-000003-0000.ndjson")).hasSize((int) bytes).endsWith((byte) '\n');
    }

    @Test
    void finishedReplayIsKnownAsSuch() throws IOException {
        // Given
        OutputDirectory replay = new OutputDirectory(output);
        replay.begin(new ReplayPlan(new TreeMap<>(), List.of()));

        // When
        replay.finish();

        // Then
        assertThat(replay.isFinished()).isTrue();
        assertThat(objects()).containsExactly("_SUCCESS");
    }

    @Test
    void replayOfAnEmptyObjectCanBeResumed() throws IOException {
        // Given
        Path input = new Path(output + "-logs/empty.ndjson");
        input.getFileSystem().create(input, FileSystem.WriteMode.OVERWRITE).close();
        List<ArchiveFile> inputs = ArchiveFiles.find(List.of(input.getParent().toString()));
        ReplayPlan plan = new ReplayPlan(new TreeMap<>(), inputs);
        OutputDirectory replay = new OutputDirectory(output);
        replay.begin(plan);

        // When
        OutputDirectory.Resumed resumed = replay.resume(plan);

        // Then
        assertThat(inputs).extracting(ArchiveFile::length).containsExactly(0L);
        assertThat(resumed.finished()).isEmpty();
    }

    private void publish(String text) throws IOException {
        try (UnitOutput attempt = attempt()) {
            attempt.emitted(event(text));
            attempt.finish();
            attempt.publish();
        }
    }

    private UnitOutput attempt() throws IOException {
        return new UnitOutput(output, GZ, UNIT, INPUT);
    }

    private static LogEvent event(String text) {
        return LogEvent.of("", 0, 0, "{\"text\":\"%s\"}".formatted(text).getBytes(UTF_8));
    }

    private byte[] read(String name) throws IOException {
        Path path = new Path(output, name);
        try (FSDataInputStream in = path.getFileSystem().open(path)) {
            return in.readAllBytes();
        }
    }

    private List<String> objects() throws IOException {
        List<String> names = new ArrayList<>();
        Path root = new Path(output);
        if (root.getFileSystem().exists(root)) {
            add(root, "", names);
        }
        return names;
    }

    private static void add(Path parent, String prefix, List<String> names) throws IOException {
        FileSystem fileSystem = parent.getFileSystem();
        for (FileStatus child : fileSystem.listStatus(parent)) {
            String name = prefix + child.getPath().getName();
            if (child.isDir()) {
                add(child.getPath(), name + "/", names);
            } else {
                names.add(name);
            }
        }
    }
}
