package io.github.flinkwasm.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code ./quickstart} runs without options: the recorded archive through the committed
 * configuration. Compared with what the archive's own README counts, and with a search for text in
 * its lines.
 */
class QuickstartITCase {
    /** U+FFFD, byte by byte: what stands in a record that was not UTF-8, which filters pass on. */
    private static final String REPLACED = new String("\ufffd".getBytes(UTF_8), ISO_8859_1);

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** File, lines, lines that are not UTF-8, lines that are not JSON. */
    private static final Pattern ROW =
            Pattern.compile(
                    "(?m)^\\| `([a-z0-9-]+\\.ndjson\\.gz)` \\| ([0-9,]+) \\| ([0-9]+) \\| ([0-9]+)"
                            + " \\|");

    @TempDir private static Path directory;

    private static long read;
    private static long unreadable;
    private static String said = "";

    @BeforeAll
    static void replayTheArchive() throws Exception {
        String table = Files.readString(ROOT.resolve("examples/archive/README.md"));
        for (MatchResult row : ROW.matcher(table).results().toList()) {
            read += Long.parseLong(row.group(2).replace(",", ""));
            unreadable += Long.parseLong(row.group(4));
        }
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-XX:-DontCompileHugeMethods",
                                "-cp",
                                System.getProperty("java.class.path"),
                                WasmFilterCommand.class.getName(),
                                "replay",
                                "--config",
                                ROOT.resolve("examples/quickstart/fluent-bit.conf").toString(),
                                "--config-directory",
                                ROOT.toString(),
                                "--tag-pattern",
                                "(?<name>[^/.]+)[^/]*$",
                                "--tag-template",
                                "{name}",
                                "--time-field",
                                "time",
                                "--keep-dropped",
                                "--output-format",
                                "events",
                                "--output",
                                directory.resolve("out").toString(),
                                ROOT.resolve("examples/archive/*.ndjson.gz").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("said").toFile())
                        .start();
        boolean ended = process.waitFor(10, TimeUnit.MINUTES);
        process.destroyForcibly();
        said = Files.readString(directory.resolve("said"));
        assertThat(ended).as(said).isTrue();
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void everyLineThatTheArchivesReadmeCountsIsAccountedFor() throws IOException {
        // Given
        long dropped = debugRecords() + healthChecks();

        // When
        List<String> emitted = lines("out");

        // Then
        assertThat(read).isEqualTo(51_757);
        assertThat(emitted).hasSize((int) (read - dropped - unreadable));
        assertThat(lines("out/_dropped")).hasSize((int) dropped);
        assertThat(lines("out/_unreadable")).hasSize((int) unreadable);
        assertThat(directory.resolve("out/_failed")).doesNotExist();
    }

    @Test
    void theSummarySaysTheCountsAndWhereTheResultsAre() throws IOException {
        // Given
        long dropped = debugRecords() + healthChecks();

        // When
        String summary = said.substring(said.indexOf("events and lines in 6 files"));

        // Then
        assertThat(summary)
                .containsPattern("emitted +" + number(read - dropped - unreadable) + "\n")
                .containsPattern("dropped +" + number(dropped) + "\n")
                .containsPattern("failed +0\n")
                .containsPattern("unreadable +" + number(unreadable) + "  in ")
                .contains("Output: " + directory.resolve("out"))
                .contains("report.html");
        assertThat(said).doesNotContain("Exception");
    }

    @Test
    void dropDebugIsForTheApplicationsLogAndAccessLogForTheAccessLogs() throws IOException {
        // Given
        List<String> dropped = lines("out/_dropped");

        // When
        long debug =
                dropped.stream().filter(line -> line.contains("\"tag\":\"application\"")).count();
        long health =
                dropped.stream().filter(line -> line.contains("\"tag\":\"web-access-")).count();

        // Then
        assertThat(debug).isPositive().isEqualTo(debugRecords());
        assertThat(health).isPositive().isEqualTo(healthChecks());
        assertThat(lines("out"))
                .allMatch(
                        event ->
                                event.contains("\"status_class\":")
                                        == (event.contains("\"tag\":\"web-access-")
                                                && !event.contains(REPLACED)));
    }

    @Test
    void redactIsForEveryLog() throws IOException {
        assertThat(lines("out"))
                .allMatch(event -> event.contains("\"redacted\":"))
                .noneMatch(Pattern.compile("[a-z0-9]@example\\.com").asPredicate());
    }

    private static long debugRecords() throws IOException {
        return count("application.ndjson.gz", "\"level\":\"DEBUG\"");
    }

    private static long healthChecks() throws IOException {
        String healthCheck = "\"path\":\"/health\"";
        return count("web-access-1.ndjson.gz", healthCheck)
                + count("web-access-2.ndjson.gz", healthCheck);
    }

    private static long count(String file, String text) throws IOException {
        Path path = ROOT.resolve("examples/archive").resolve(file);
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(path)), ISO_8859_1))) {
            return lines.lines()
                    .filter(line -> line.contains(text))
                    .filter(QuickstartITCase::isOneRecord)
                    .count();
        }
    }

    /**
     * Whether a filter can tell what a line says: the archive has lines that are not UTF-8, which
     * filters pass on, and one that another line cuts short.
     */
    private static boolean isOneRecord(String latin1) {
        byte[] bytes = latin1.getBytes(ISO_8859_1);
        return Arrays.equals(bytes, new String(bytes, UTF_8).getBytes(UTF_8))
                && latin1.lastIndexOf("{\"time\":") == 0;
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A character for each byte: what is looked for is ASCII. */
    private static List<String> lines(String output) throws IOException {
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory.resolve(output), "part-*")) {
            for (Path file : files) {
                lines.addAll(Files.readAllLines(file, ISO_8859_1));
            }
        }
        return lines;
    }
}
