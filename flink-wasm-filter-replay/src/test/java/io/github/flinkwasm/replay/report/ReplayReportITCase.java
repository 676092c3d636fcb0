package io.github.flinkwasm.replay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.replay.archive.ArchiveOptions;
import io.github.flinkwasm.replay.archive.TagFromPath;
import io.github.flinkwasm.replay.archive.TimeFormat;
import io.github.flinkwasm.replay.job.FilterRoute;
import io.github.flinkwasm.replay.job.Replay;
import io.github.flinkwasm.replay.job.ReplayResult;
import io.github.flinkwasm.replay.job.ReplaySettings;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The report of a real replay, of the recorded logs in {@code examples/archive}, in a real browser.
 * With {@code -Dscreenshot=FILE} it also takes the picture that the README shows.
 */
class ReplayReportITCase {
    private static final String ARCHIVE = "archive/";
    private static final List<String> FILES =
            List.of(
                    "application.ndjson.gz",
                    "web-access-1.ndjson.gz",
                    "web-access-2.ndjson.gz",
                    "web-error.ndjson.gz");

    /** As the archive's README counts them. */
    private static final long LINES = 7_231 + 11_984 + 5_984 + 2_415;

    private static final long DEBUG_LINES = 4_232;

    @TempDir private Path directory;

    @Test
    void saysInABrowserWhatAReplayOfTheRecordedLogsCameTo() throws Exception {
        // Given
        assumeTrue(
                Chromium.program().isPresent(),
                "The report is not looked at: there is no Chromium in PATH. Install one (Debian:"
                        + " apt-get install chromium), or name it by -Dchromium=FILE.");
        ReplayResult result;
        try (Replay replay = Replay.begin(settings())) {
            result = replay.run();
        }

        // When
        Path report = withoutOwnDirectory(result.report());
        Chromium chromium = Chromium.start();
        try {
            BrowserPage page = chromium.open(report, 1_180, 1_560);

            // Then
            assertThat(result.read()).isEqualTo(LINES);
            assertThat(page.text(".verdict"))
                    .contains("Every line is accounted for")
                    .contains(
                            "%s read = %s emitted + %s dropped + %s failed + %s unreadable"
                                    .formatted(
                                            Figures.count(LINES),
                                            Figures.count(result.emitted()),
                                            Figures.count(DEBUG_LINES),
                                            Figures.count(result.failed()),
                                            Figures.count(result.unreadable())));
            assertThat(page.text("#diff")).contains("message", "redacted", "[email]");
            assertThat(page.text("#times")).contains("22 Nov 2026");
            assertThat(page.text("#tags")).contains("application", "web-error");
            assertThat(page.text("#filters")).contains("drop_debug", "redact", "p99");
            assertThat(page.complaints()).isEmpty();
            assertThat(page.evaluate("document.scrollingElement.scrollWidth").asInt())
                    .isEqualTo(1_180);
            String screenshot = System.getProperty("screenshot");
            if (screenshot != null) {
                page.screenshot(Path.of(screenshot));
            }
        } finally {
            chromium.end();
        }
    }

    private ReplaySettings settings() throws Exception {
        Path archive = Files.createDirectory(directory.resolve("archive"));
        for (String file : FILES) {
            try (InputStream content =
                    getClass().getClassLoader().getResourceAsStream(ARCHIVE + file)) {
                Files.copy(content, archive.resolve(file));
            }
        }
        return ReplaySettings.builder()
                .setInputs(List.of(archive.toString()))
                .setArchive(
                        ArchiveOptions.builder()
                                .setTagFromPath(TagFromPath.of("{name}.ndjson.gz", "{name}"))
                                .setTimeField("time", TimeFormat.AUTO),
                        Map.of("--tag-pattern", "{name}.ndjson.gz", "--time-field", "time"))
                .setFilters(
                        List.of(
                                route("c-freestanding/drop_debug.wasm", "drop_debug"),
                                route("c-wasi/redact.wasm", "redact")))
                .setBaseline(List.of(route("c-freestanding/drop_debug.wasm", "drop_debug")))
                .setOutput(directory.resolve("out").toString())
                .setParallelism(2)
                .setCommandLine("wasm-filter replay archive --tag-pattern '{name}.ndjson.gz' …", "")
                .build();
    }

    private static FilterRoute route(String module, String function) {
        return new FilterRoute(
                function,
                WasmFilter.builder()
                        .setModule(ModuleReference.of("classpath:examples/" + module))
                        .setFunctionName(function)
                        .setEventFormat(EventFormat.JSON)
                        .setFailureHandling(FailureHandling.SIDE_OUTPUT)
                        .build(),
                "*",
                tag -> true);
    }

    /** The report as it would be if this test's temporary directory were the working directory. */
    private Path withoutOwnDirectory(String report) throws Exception {
        String html =
                Files.readString(Path.of(report))
                        .replace(directory.toUri().toString(), "")
                        .replace("file:" + directory + "/", "")
                        .replace(directory + "/", "");
        return Files.writeString(directory.resolve("report.html"), html);
    }
}
