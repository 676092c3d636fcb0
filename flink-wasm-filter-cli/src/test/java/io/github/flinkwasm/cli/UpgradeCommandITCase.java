package io.github.flinkwasm.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.datastream.ModuleUpgrades;
import io.github.flinkwasm.datastream.UpgradableStream;
import io.github.flinkwasm.datastream.WasmFilters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of {@code wasm-filter upgrade} and nothing else upgrade a running job and roll it
 * back: commands go into a directory that the job watches, reports come from another.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class UpgradeCommandITCase {

    private static final int SUBTASKS = 2;

    /** What the filter emitted last; all subtasks run in this virtual machine. */
    private static final AtomicReference<String> LAST = new AtomicReference<>("");

    @TempDir static Path checkpoints;

    @TempDir Path directory;

    private Path commands;
    private Path reports;

    /** A filter that puts its version, two digits, into every record. */
    private Path module(String version) throws IOException {
        try (InputStream in =
                UpgradeCommandITCase.class
                        .getClassLoader()
                        .getResourceAsStream("guests/wat/version/version.wasm")) {
            String module = new String(in.readAllBytes(), ISO_8859_1);
            Path file = directory.resolve("version-" + version + ".wasm");
            return Files.write(
                    file,
                    module.replace("\"v\":\"00\"", "\"v\":\"" + version + "\"")
                            .getBytes(ISO_8859_1));
        }
    }

    private JobClient startJob(Path module) throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(
                        SUBTASKS,
                        Configuration.fromMap(
                                Map.of(
                                        "pipeline.generic-types", "false",
                                        "execution.checkpointing.interval", "100 ms",
                                        "execution.checkpointing.dir",
                                                checkpoints.toUri().toString())));
        DataStream<String> records =
                environment
                        .fromSequence(0, Long.MAX_VALUE - 1)
                        .map(
                                number -> {
                                    TimeUnit.MILLISECONDS.sleep(1);
                                    return "{\"n\":" + number + "}";
                                })
                        .returns(Types.STRING);
        DataStream<String> lines =
                environment
                        .fromSource(
                                FileSource.forRecordStreamFormat(
                                                new TextLineInputFormat(),
                                                new org.apache.flink.core.fs.Path(commands.toUri()))
                                        .monitorContinuously(Duration.ofMillis(50))
                                        .build(),
                                WatermarkStrategy.noWatermarks(),
                                "commands")
                        .setParallelism(1);
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(ModuleReference.of(module.toString()))
                        .setFunctionName("f")
                        .build();
        UpgradableStream<String, String> filtered =
                WasmFilters.apply(records, filter)
                        .withControlStream(ModuleUpgrades.commands(lines))
                        .uid("filter");
        filtered.reports()
                .map(ModuleUpgrades::toJson)
                .returns(Types.STRING)
                .setParallelism(1)
                .sinkTo(
                        FileSink.forRowFormat(
                                        new org.apache.flink.core.fs.Path(reports.toUri()),
                                        new SimpleStringEncoder<String>())
                                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                                .build())
                .setParallelism(1);
        filtered.emitted()
                .map(
                        emitted -> {
                            LAST.set(emitted);
                            return emitted;
                        })
                .returns(Types.STRING)
                .sinkTo(new DiscardingSink<>());
        return environment.executeAsync("upgraded by commands");
    }

    /** Asks again until the status is not "not yet". */
    private CommandRun awaitStatus(JobClient job, String id, String expected) throws Exception {
        while (true) {
            CommandRun status =
                    CommandRun.of(
                            "",
                            "upgrade",
                            "status",
                            "--id",
                            id,
                            "--expect",
                            expected,
                            "--reports",
                            reports.toString());
            if (status.exitStatus() != ExitStatus.UPGRADE_UNFINISHED) {
                return status;
            }
            JobStatus running = job.getJobStatus().get();
            if (running.isGloballyTerminalState()) {
                throw new AssertionError("The job is " + running + "; status: " + status);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static void awaitEmitted(String version) throws InterruptedException {
        while (!LAST.get().contains("\"v\":\"" + version + "\"")) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private CommandRun stage(String id, Path module, String... more) {
        return CommandRun.of(
                "",
                Stream.concat(
                                Stream.of(
                                        "upgrade",
                                        "stage",
                                        "--id",
                                        id,
                                        "--wasm",
                                        module.toString(),
                                        "--to",
                                        commands.toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private CommandRun activate(String id) {
        return CommandRun.of(
                "",
                "upgrade",
                "activate",
                "--id",
                id,
                "--reports",
                reports.toString(),
                "--to",
                commands.toString());
    }

    @Test
    void stagesActivatesAndRollsBackARunningJob() throws Exception {
        // Given
        commands = Files.createDirectory(directory.resolve("commands"));
        reports = Files.createDirectory(directory.resolve("reports"));
        Path first = module("01");
        Path second = module("02");
        JobClient job = startJob(first);
        awaitEmitted("01");

        // When
        CommandRun staged = stage("second", second, "--function", "f");
        CommandRun tooEarly = activate("unknown");
        CommandRun ready = awaitStatus(job, "second", "ready");
        CommandRun activation = activate("second");
        CommandRun activated = awaitStatus(job, "second", "activated");
        awaitEmitted("02");

        CommandRun goneWrong =
                stage("third", module("03"), "--as", directory.resolve("none.wasm").toString());
        CommandRun rejected = awaitStatus(job, "third", "ready");
        CommandRun refused = activate("third");
        CommandRun aborted =
                CommandRun.of("", "upgrade", "abort", "--id", "third", "--to", commands.toString());

        CommandRun stagedBack = stage("back", first);
        CommandRun readyBack = awaitStatus(job, "back", "ready");
        CommandRun activationBack = activate("back");
        CommandRun activatedBack = awaitStatus(job, "back", "activated");
        awaitEmitted("01");
        job.cancel().get();
        job.getJobExecutionResult().handle((result, cancelled) -> true).get();

        // Then
        assertThat(
                        List.of(
                                staged,
                                ready,
                                activation,
                                activated,
                                goneWrong,
                                aborted,
                                stagedBack,
                                readyBack,
                                activationBack,
                                activatedBack))
                .allSatisfy(run -> assertThat(run.exitStatus()).as(run.toString()).isZero());
        assertThat(tooEarly.exitStatus()).isEqualTo(ExitStatus.UPGRADE_UNFINISHED);
        assertThat(ready.out()).contains("upgrade second: ready").contains("2: 2 ready");
        assertThat(activated.out()).containsPattern("switched    at checkpoint \\d+\n");
        assertThat(rejected.exitStatus()).isEqualTo(ExitStatus.UPGRADE_OVER);
        assertThat(rejected.out()).contains("subtask 0").contains("does not exist");
        assertThat(refused.exitStatus()).isEqualTo(ExitStatus.UPGRADE_OVER);
        assertThat(commandsSent())
                .containsExactly(
                        "stage-second",
                        "activate-second",
                        "stage-third",
                        "abort-third",
                        "stage-back",
                        "activate-back");
    }

    private List<String> commandsSent() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(commands)) {
            files.map(file -> file.getFileName().toString())
                    .sorted()
                    .forEach(
                            name ->
                                    names.add(
                                            name.substring(
                                                    name.indexOf("Z-") + 2,
                                                    name.length() - ".json".length())));
        }
        return names;
    }
}
