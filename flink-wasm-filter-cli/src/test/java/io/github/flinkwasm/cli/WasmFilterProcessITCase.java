package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only a process of its own shows: real pipes, signals and exit statuses. */
class WasmFilterProcessITCase {
    private static final int SIGTERM = 15;

    private @Nullable Process process;

    @AfterEach
    void endTheProcess() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void signalEndsALoopingGuestSoonAndTheCountsAreSaid() throws Exception {
        // Given
        Process run = start("--timeout", "10min");
        CompletableFuture<String> err = drain(run.errorReader(StandardCharsets.UTF_8));
        Writer input = run.outputWriter(StandardCharsets.UTF_8);
        BufferedReader output = run.inputReader(StandardCharsets.UTF_8);
        input.write("{\"do\":\"emit\"}\n");
        input.flush();
        String first = output.readLine();
        input.write("{\"do\":\"forever\"}\n");
        input.flush();

        // When
        run.toHandle().destroy();

        // Then
        assertThat(first).contains("\"do\":\"emit\"");
        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(128 + SIGTERM);
        assertThat(err.get(60, TimeUnit.SECONDS))
                .isEqualTo("wasm-filter: 1 event: 1 emitted, 0 dropped, 0 failed; interrupted\n");
    }

    @Test
    void readerThatGoesEndsTheRunQuietly() throws Exception {
        // Given
        Process run = start();
        CompletableFuture<String> err = drain(run.errorReader(StandardCharsets.UTF_8));
        Writer input = run.outputWriter(StandardCharsets.UTF_8);
        input.write("{\"do\":\"emit\"}\n");
        input.flush();
        String first = run.inputReader(StandardCharsets.UTF_8).readLine();

        // When
        run.getInputStream().close();
        writeUntilNobodyReads(input, "", "{\"do\":\"emit\"}\n");

        // Then
        assertThat(first).contains("\"do\":\"emit\"");
        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(ExitStatus.OUTPUT_CLOSED);
        assertThat(err.get(60, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void memoryThatRanOutIsSaidInOneLine() throws Exception {
        // Given
        Process run = start(List.of("-Xmx32m"));
        CompletableFuture<String> err = drain(run.errorReader(StandardCharsets.UTF_8));
        Writer input = run.outputWriter(StandardCharsets.UTF_8);

        // When
        writeUntilNobodyReads(input, "{\"a\":\"", "x".repeat(8192));

        // Then
        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(ExitStatus.CANNOT_GO_ON);
        assertThat(err.get(60, TimeUnit.SECONDS))
                .startsWith("wasm-filter: out of memory: this Java may use ")
                .hasLineCount(1);
    }

    private Process start(String... options) throws IOException {
        return start(List.of(), options);
    }

    private Process start(List<String> jvmOptions, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(jvmOptions);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        WasmFilterCommand.class.getName(),
                        "run",
                        "--wasm",
                        CommandRun.WAYS_OUT,
                        "--function",
                        "ways_out"));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command).start();
        return process;
    }

    /** In a thread of its own, since a pipe that nobody reads from lets its writer wait. */
    private static void writeUntilNobodyReads(Writer input, String first, String then) {
        Thread writer =
                new Thread(
                        () -> {
                            try {
                                input.write(first);
                                while (true) {
                                    input.write(then);
                                }
                            } catch (IOException gone) {
                                // That is what it was written for.
                            }
                        });
        writer.setDaemon(true);
        writer.start();
    }

    private static CompletableFuture<String> drain(BufferedReader reader) {
        return CompletableFuture.supplyAsync(
                () -> {
                    StringBuilder text = new StringBuilder();
                    reader.lines().forEach(line -> text.append(line).append('\n'));
                    return text.toString();
                });
    }
}
