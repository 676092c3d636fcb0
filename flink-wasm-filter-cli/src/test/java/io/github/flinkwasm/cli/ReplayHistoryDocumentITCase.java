package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of {@code docs/how-to/replay-history.md} as they stand there. */
class ReplayHistoryDocumentITCase {
    private static final Path DOCUMENT = Path.of("..", "docs", "how-to", "replay-history.md");

    @TempDir private Path directory;

    @Test
    void commandsRunAsWritten() throws Exception {
        // Given
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.createSymbolicLink(home.resolve("examples"), Path.of("..", "examples").toRealPath());
        Path bin = Files.createDirectory(directory.resolve("bin"));
        writeCommand(bin.resolve("wasm-filter"));

        // When
        Process shell =
                new ProcessBuilder("bash", "-euc", "PATH=%s:$PATH\n%s".formatted(bin, commands()))
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("said").toFile())
                        .start();

        // Then
        int exitStatus = shell.waitFor();
        String said = Files.readString(directory.resolve("said"));
        assertThat(exitStatus).as(said).isZero();
        assertThat(home.resolve("out/clean/_SUCCESS")).exists();
        assertThat(home.resolve("out/clean/tag=application/day=2026-11-22")).isDirectory();
        assertThat(home.resolve("out/chain/_SUCCESS")).exists();
        assertThat(home.resolve("out/broken/_failed")).isDirectory();
        assertThat(home.resolve("out/mended/_SUCCESS")).exists();
        assertThat(home.resolve("out/mended/_failed")).doesNotExist();
        assertThat(home.resolve("compared.html")).isNotEmptyFile();
        assertThat(home.resolve("out/against-clean/report.html"))
                .content()
                .contains("As recorded in <code>out/clean");
        assertThat(said).contains("examples/archive/application.ndjson.gz: gzip, ndjson");
    }

    private static String commands() throws IOException {
        Matcher blocks =
                Pattern.compile("```sh\n(.*?)```\n", Pattern.DOTALL)
                        .matcher(Files.readString(DOCUMENT));
        StringBuilder commands = new StringBuilder();
        while (blocks.find()) {
            commands.append(blocks.group(1));
        }
        return commands.toString();
    }

    private static void writeCommand(Path command) throws IOException {
        String java = ProcessHandle.current().info().command().orElse("java");
        StringBuilder classPath = new StringBuilder();
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            classPath.append(Path.of(entry).toAbsolutePath()).append(':');
        }
        Files.writeString(
                command,
                """
                #!/usr/bin/env bash
                exec '%s' -cp '%s' %s "$@"
                """
                        .formatted(java, classPath, WasmFilterCommand.class.getName()));
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
