package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where events come from, and what happens between them. */
class RunInputTest {

    @Test
    void filesAreReadInTheOrderGivenAndDashIsStandardInput(@TempDir Path directory)
            throws Exception {
        // Given
        Path first = Files.writeString(directory.resolve("1.jsonl"), "{\"a\":1}\n");
        Path last = Files.writeString(directory.resolve("2.jsonl"), "{\"a\":3}");

        // When
        CommandRun run = CommandRun.ofIdentity("{\"a\":2}", first.toString(), "-", last.toString());

        // Then
        assertThat(run.out()).isEqualTo("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
        assertThat(run.err()).contains("3 events: 3 emitted");
    }

    @Test
    void blankLinesAreSkippedButCountedAsLines() {
        // When
        CommandRun run =
                CommandRun.ofIdentity("\n{\"a\":1}\r\n \t\r\n\n[1]\n", "--on-failure", "drop");

        // Then
        assertThat(run.out()).isEqualTo("{\"a\":1}\n");
        assertThat(run.err())
                .contains("standard input, line 5: INVALID_INPUT: The line holds an array")
                .contains("2 events: 1 emitted, 0 dropped, 1 failed (INVALID_INPUT 1)");
    }

    @Test
    void noEventsAtAllAreNoFailure() {
        // When
        CommandRun run = CommandRun.ofIdentity("");

        // Then
        assertThat(run.exitStatus()).isZero();
        assertThat(run.err()).isEqualTo("wasm-filter: 0 events: 0 emitted, 0 dropped, 0 failed\n");
    }

    @Test
    void packedFilesAreUnpackedAlsoWhenTheyWereJoined(@TempDir Path directory) throws Exception {
        // Given
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(gzip("{\"a\":1}\n{\"a\":2}\n"));
        joined.write(gzip("{\"a\":3}\n"));
        Path file = Files.write(directory.resolve("events"), joined.toByteArray());

        // When
        CommandRun run = CommandRun.ofIdentity("", file.toString());

        // Then
        assertThat(run.out()).isEqualTo("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
    }

    @Test
    void packedInputThatComesInPiecesIsReadToItsEnd() throws Exception {
        // Given: a stream that has nothing available at the end of the first member
        InputStream pieces =
                new SequenceInputStream(
                        new ByteArrayInputStream(gzip("{\"a\":1}\n")),
                        new ByteArrayInputStream(gzip("{\"a\":2}\n")));

        // When
        CommandRun run =
                CommandRun.of(pieces, "run", "--wasm", CommandRun.IDENTITY, "--function", "f");

        // Then
        assertThat(run.out()).isEqualTo("{\"a\":1}\n{\"a\":2}\n");
    }

    @Test
    void fileThatWasCutShortFailsNamingWhereAfterAllThatCouldBeRead(@TempDir Path directory)
            throws Exception {
        // Given
        byte[] whole = gzip("{\"a\":1}\n{\"a\":2}\n");
        Path file =
                Files.write(directory.resolve("cut.gz"), Arrays.copyOf(whole, whole.length - 9));

        // When
        CommandRun stopped = CommandRun.ofIdentity("{\"a\":9}", file.toString(), "-");
        CommandRun wentOn =
                CommandRun.ofIdentity(
                        "{\"a\":9}", "--on-failure", "side-output", file.toString(), "-");

        // Then
        assertThat(stopped.exitStatus()).isEqualTo(ExitStatus.EVENT_FAILED);
        assertThat(stopped.err())
                .contains("cut.gz, line 3: INVALID_INPUT: the input cannot be read any further")
                .contains("the 2 lines before were read");
        assertThat(stopped.out()).isEqualTo("{\"a\":1}\n{\"a\":2}\n");
        assertThat(wentOn.exitStatus()).isZero();
        assertThat(wentOn.out()).isEqualTo("{\"a\":1}\n{\"a\":2}\n{\"a\":9}\n");
    }

    @Test
    void outputIsSeenWhileTheInputIsStillOpen() throws Exception {
        // Given
        PipedOutputStream writer = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(writer);
        LinkedBlockingQueue<String> written = new LinkedBlockingQueue<>();
        OutputStream out = new QueueingStream(written);
        PrintStream err =
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

        // When
        CompletableFuture<Integer> exitStatus =
                CompletableFuture.supplyAsync(
                        () ->
                                WasmFilterCommand.execute(
                                        new StandardStreams(input, out, err),
                                        "run",
                                        "--wasm",
                                        CommandRun.IDENTITY,
                                        "--function",
                                        "f"));
        writer.write("{\"a\":1}\n".getBytes(StandardCharsets.UTF_8));
        writer.flush();
        String first = written.poll(60, TimeUnit.SECONDS);
        writer.write("{\"a\":2}\n".getBytes(StandardCharsets.UTF_8));
        writer.close();

        // Then
        assertThat(first).isEqualTo("{\"a\":1}\n");
        assertThat(exitStatus.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(written).containsExactly("{\"a\":2}\n");
    }

    @Test
    void readerThatHasGoneEndsTheRunWithoutAWord() {
        // Given
        StandardStreams streams = streamsTo(new IOException("Broken pipe"));

        // When
        CommandRun run = runWith(streams);

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.OUTPUT_CLOSED);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void outputThatCannotBeWrittenIsSaidInOneLine() {
        // Given
        StandardStreams streams = streamsTo(new IOException("No space left on device"));

        // When
        CommandRun run = runWith(streams);

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.CANNOT_GO_ON);
        assertThat(run.err())
                .isEqualTo("wasm-filter: the output cannot be written: No space left on device\n");
    }

    @Test
    void interruptEndsAGuestThatLoopsAndKeepsWhatWasEmitted() throws Exception {
        // Given
        PipedOutputStream writer = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(writer);
        LinkedBlockingQueue<String> written = new LinkedBlockingQueue<>();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        StandardStreams streams =
                new StandardStreams(
                        input,
                        new QueueingStream(written),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        CompletableFuture<Integer> exitStatus = new CompletableFuture<>();
        Thread runner =
                new Thread(
                        () ->
                                exitStatus.complete(
                                        WasmFilterCommand.execute(
                                                streams,
                                                "run",
                                                "--wasm",
                                                CommandRun.WAYS_OUT,
                                                "--function",
                                                "ways_out",
                                                "--timeout",
                                                "10min")));

        // When
        runner.start();
        writer.write("{\"do\":\"emit\"}\n".getBytes(StandardCharsets.UTF_8));
        writer.flush();
        String first = written.poll(60, TimeUnit.SECONDS);
        writer.write("{\"do\":\"drop\"}\n{\"do\":\"forever\"}\n".getBytes(StandardCharsets.UTF_8));
        writer.close();
        runner.interrupt();

        // Then
        assertThat(first).contains("\"do\":\"emit\"");
        assertThat(exitStatus.get(60, TimeUnit.SECONDS)).isEqualTo(ExitStatus.INTERRUPTED);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("1 emitted")
                .contains("interrupted");
    }

    private static CommandRun runWith(StandardStreams streams) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitStatus =
                WasmFilterCommand.execute(
                        new StandardStreams(
                                streams.in(),
                                streams.out(),
                                new PrintStream(err, true, StandardCharsets.UTF_8)),
                        "run",
                        "--wasm",
                        CommandRun.IDENTITY,
                        "--function",
                        "f");
        return new CommandRun(exitStatus, "", err.toString(StandardCharsets.UTF_8));
    }

    private static StandardStreams streamsTo(IOException failure) {
        OutputStream failing =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw failure;
                    }
                };
        return new StandardStreams(
                new ByteArrayInputStream("{\"a\":1}\n".getBytes(StandardCharsets.UTF_8)),
                failing,
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Hands every write on as a text: what a reader at the other end sees, and when. */
    private static final class QueueingStream extends OutputStream {
        private final LinkedBlockingQueue<String> writes;

        QueueingStream(LinkedBlockingQueue<String> writes) {
            this.writes = writes;
        }

        @Override
        public void write(int b) {
            throw new AssertionError("a byte at a time is a system call at a time");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }
    }
}
