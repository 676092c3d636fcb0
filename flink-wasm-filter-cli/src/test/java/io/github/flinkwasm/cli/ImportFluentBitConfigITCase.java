package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/how-to/import-fluent-bit-config.md} run as they are written. */
class ImportFluentBitConfigITCase {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern SHELL = Pattern.compile("(?s)```sh\n(.*?)```");

    @TempDir private Path directory;

    @Test
    void everyCommandFiltersTheExample() throws Exception {
        // Given
        Files.createSymbolicLink(directory.resolve("examples"), ROOT.resolve("examples"));
        List<String> commands =
                SHELL.matcher(
                                Files.readString(
                                        ROOT.resolve("docs/how-to/import-fluent-bit-config.md")))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .toList();

        // When
        for (String command : commands) {
            run(command);
        }

        // Then
        assertThat(commands).hasSize(2);
        assertThat(parts("filtered", "part-"))
                .containsExactlyInAnyOrder(
                        "{\"method\":\"post\",\"path\":\"/orders\",\"status\":503,\"latency_ms\":1250,"
                            + "\"upstream\":\"[ipv4]:8080\",\"status_class\":\"5xx\",\"redacted\":1}",
                        "{\"message\":\"worker process 29 exited with code"
                                + " 0\",\"pid\":1,\"redacted\":0}",
                        "{\"level\":\"info\",\"message\":\"order 8841"
                                + " accepted\",\"peer\":\"[ipv4]\",\"redacted\":1}",
                        "{\"level\":\"debug\",\"message\":\"sent to [email]\",\"redacted\":1}");
        assertThat(parts("filtered/_dropped", "")).hasSize(2);
        assertThat(parts("filtered-yaml", "part-"))
                .hasSize(4)
                .anyMatch(line -> line.contains("\"tag\":\"shop.mail.log\""));
        assertThat(directory.resolve("filtered/_SUCCESS")).exists();
    }

    /** With a function of the shell in place of the launcher. */
    private void run(String command) throws Exception {
        String launcher =
                "wasm-filter() { \"$JAVA\" -cp \"$CLASSES\" "
                        + WasmFilterCommand.class.getName()
                        + " \"$@\"; }\n";
        ProcessBuilder shell =
                new ProcessBuilder("bash", "-euc", launcher + command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("output.txt").toFile());
        shell.environment().put("JAVA", ProcessHandle.current().info().command().orElse("java"));
        shell.environment().put("CLASSES", System.getProperty("java.class.path"));
        Process process = shell.start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        assertThat(ended).as(command).isTrue();
        assertThat(process.exitValue())
                .as("%s%n%s", command, Files.readString(directory.resolve("output.txt")))
                .isZero();
    }

    private List<String> parts(String output, String prefix) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(output))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(file -> prefix.isEmpty() || !file.toString().contains("/_"))
                    .flatMap(
                            file -> {
                                try {
                                    return Files.readAllLines(file).stream();
                                } catch (IOException failed) {
                                    throw new UncheckedIOException(failed);
                                }
                            })
                    .toList();
        }
    }
}
