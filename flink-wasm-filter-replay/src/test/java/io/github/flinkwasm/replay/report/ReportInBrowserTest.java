package io.github.flinkwasm.replay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report in a real browser. Where there is none, these tests are skipped and say so. */
class ReportInBrowserTest {
    private static final int EVENTS = 20_000;

    /** Each would set {@code window.hacked} or open a dialog if it were markup. */
    private static final List<String> HOSTILE =
            List.of(
                    "<script>window.hacked = 1</script>",
                    "</script><script>alert(1)</script>",
                    "<img src=x onerror=\"window.hacked = 2\">",
                    "\"><svg/onload=alert(1)>",
                    "'><iframe src='javascript:alert(1)'></iframe>",
                    "</style><style>*{display:none}</style>",
                    "--><!-- ]]> <![CDATA[",
                    "<a href='https://example.org/leak'>click</a>",
                    "<link rel=stylesheet href=https://example.org/x.css>",
                    "&lt;script&gt; &#0; &amp;",
                    "\u202egnp.exe \u2066 \u2028 \u2029 \u0000 \u0007 \u001b[31mred\u001b[0m"
                            + " \ufeff",
                    "\ud800 lone",
                    "{\"key\":\"" + "W".repeat(5_000) + "\"}",
                    "e" + "\u0301".repeat(3_000),
                    "javascript:alert(1)");

    @TempDir private static Path directory;

    private static Chromium chromium;
    private static Path report;
    private static Path hostileReport;

    @BeforeAll
    static void startChromium() throws Exception {
        assumeTrue(
                Chromium.program().isPresent(),
                "The report is not looked at: there is no Chromium in PATH. Install one (Debian:"
                        + " apt-get install chromium), or name it by -Dchromium=FILE.");
        report = directory.resolve("report.html");
        write(report, SampleReplay.summary(statistics()));
        hostileReport = directory.resolve("hostile.html");
        write(hostileReport, hostileSummary());
        chromium = Chromium.start();
    }

    @AfterAll
    static void endChromium() throws Exception {
        if (chromium != null) {
            chromium.end();
        }
    }

    @Test
    void saysWhatHappened() throws Exception {
        // Given
        ReplayStatistics statistics = statistics();

        // When
        BrowserPage page = chromium.open(report, 1280, 900);

        // Then
        assertThat(page.text("h1")).isEqualTo("Replay report");
        assertThat(page.text(".verdict"))
                .contains("Every line is accounted for")
                .contains(Figures.count(statistics.read()) + " read")
                .contains(Figures.count(statistics.failed()) + " failed");
        assertThat(page.text(".totals")).contains(Figures.count(statistics.emitted()));
        assertThat(page.text("#diff")).contains("Newly dropped", "remote", "\"10.0.x.x\"");
        assertThat(page.text("#times")).contains("no time", "2003-03-04 05:00", "after 2099");
        assertThat(page.text("#tags")).contains("web.access", "postgresql");
        assertThat(page.text("#filters")).contains(SampleReplay.DIGEST, "p99");
        assertThat(page.text("#failures")).contains("TRAP in redact", "payment 4711 refused");
        assertThat(page.text("#unreadable")).contains("the line ends inside a string at byte #");
        assertThat(page.text("#damaged")).contains("archive/web-2.ndjson.gz");
        assertThat(page.text("#inputs")).contains("archive/web-0.ndjson.gz");
        assertThat(page.text("#run")).contains("--against redact-1.wasm", "Flink");
    }

    @Test
    void drawsItsCharts() throws Exception {
        // Given
        BrowserPage page = chromium.open(report, 1280, 900);

        // When
        JsonNode bars =
                page.evaluate(
                        "[...document.querySelectorAll('#times .plot rect')].map(bar => {"
                                + "const box = bar.getBoundingClientRect();"
                                + "return [box.width, box.height,"
                                + " getComputedStyle(bar).fill]})");

        // Then
        assertThat(bars).hasSizeGreaterThan(60);
        assertThat(bars)
                .allSatisfy(
                        bar -> {
                            assertThat(bar.get(0).asDouble()).isGreaterThan(2);
                            assertThat(bar.get(1).asDouble()).isBetween(1.9, 200.0);
                        });
        assertThat(bars)
                .extracting(bar -> bar.get(2).asText())
                .containsOnly("rgb(47, 109, 179)", "rgb(169, 179, 191)", "rgb(200, 72, 12)");
    }

    @Test
    void asksForNothingAndComplainsOfNothing() throws Exception {
        // Given
        BrowserPage page = chromium.open(report, 1280, 900);

        // When
        List<String> requests = page.requests();

        // Then
        assertThat(requests).containsExactly(report.toUri().toString());
        assertThat(page.complaints()).isEmpty();
    }

    @ParameterizedTest(name = "{0} pixels")
    @CsvSource({"320", "360", "700", "701", "1280", "2560"})
    void isNeverWiderThanItsWindow(int width) throws Exception {
        // Given
        BrowserPage page = chromium.open(report, width, 800);

        // When
        JsonNode widths = widths(page);

        // Then
        assertThat(widths.get(0).asInt()).isEqualTo(width);
        assertThat(widths.get(1).asInt()).isLessThanOrEqualTo(width);
    }

    @ParameterizedTest(name = "{0} pixels")
    @CsvSource({"320", "360", "390", "430", "700", "1280"})
    void noDateUnderAChartIsCut(int width) throws Exception {
        // Given
        BrowserPage page = chromium.open(report, width, 800);

        // When
        JsonNode cut =
                page.evaluate(
                        "[...document.querySelectorAll('svg.plot text')]"
                                + ".filter(text => text.getClientRects().length > 0)"
                                + ".filter(text => {"
                                + "const box = text.getBoundingClientRect();"
                                + "const plot = text.closest('svg');"
                                + "const clip = (getComputedStyle(plot).overflowX === 'visible'"
                                + " ? text.closest('section') : plot).getBoundingClientRect();"
                                + "return box.left < clip.left || box.right > clip.right;"
                                + "}).map(text => text.textContent)");
        JsonNode labels = page.evaluate("document.querySelectorAll('svg.plot text').length");

        // Then
        assertThat(labels.asInt()).isPositive();
        assertThat(cut).isEmpty();
    }

    @ParameterizedTest(name = "{0} pixels")
    @CsvSource({"360", "1280"})
    void hostileContentIsTextThatStaysInItsPlace(int width) throws Exception {
        // Given
        BrowserPage page = chromium.open(hostileReport, width, 800);

        // When
        JsonNode hacked = page.evaluate("String(window.hacked)");

        // Then
        assertThat(hacked.asText()).isEqualTo("undefined");
        assertThat(page.dialogs()).isZero();
        assertThat(page.requests()).containsExactly(hostileReport.toUri().toString());
        assertThat(page.complaints()).isEmpty();
        assertThat(
                        page.evaluate(
                                        "document.querySelectorAll('script, img, iframe, link,"
                                                + " object, embed, base, form, [onload],"
                                                + " [onerror], a:not([href^=\"#\"])').length")
                                .asInt())
                .isZero();
        assertThat(page.evaluate("document.querySelectorAll('style').length").asInt()).isOne();
        assertThat(page.text("#failures"))
                .contains(
                        "<script>window.hacked = 1</script>",
                        "\\u202egnp.exe \\u2066 \\u2028 \\u2029 \\u0000 \\u0007 \\u001b[31mred");
        assertThat(widths(page).get(1).asInt()).isLessThanOrEqualTo(width);
        assertThat(page.evaluate("document.querySelectorAll('main > section').length").asInt())
                .isGreaterThan(6);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"screen, light", "screen, dark", "print, light", "print, dark"})
    void everyTextStandsOutFromItsGround(String media, String colours) throws Exception {
        // Given
        BrowserPage page = chromium.open(report, 1280, 900);
        page.emulate(media, colours);

        // When
        JsonNode faint = page.evaluate(FAINT_TEXTS);

        // Then
        assertThat(faint).isEmpty();
    }

    @Test
    void isPrintedOnWhitePaperWithinItsMargins() throws Exception {
        // Given
        BrowserPage page = chromium.open(report, 688, 900);
        page.emulate("print", "dark");

        // When
        JsonNode widths = widths(page);

        // Then
        assertThat(widths.get(1).asInt()).isLessThanOrEqualTo(688);
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor").asText())
                .isEqualTo("rgb(255, 255, 255)");
        assertThat(new String(page.pdf(), 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
    }

    @Test
    void darkColoursAreUsedWhereTheyAreWanted() throws Exception {
        // Given
        BrowserPage page = chromium.open(report, 1280, 900);
        page.emulate("screen", "dark");

        // When
        String ground = page.evaluate("getComputedStyle(document.body).backgroundColor").asText();

        // Then
        assertThat(ground).isEqualTo("rgb(16, 21, 27)");
    }

    @Test
    void chartsHaveAnAlternativeInWordsAndNumbers() throws Exception {
        // Given
        BrowserPage page = chromium.open(report, 1280, 900);

        // When
        JsonNode charts =
                page.evaluate(
                        "[...document.querySelectorAll('.chart')].map(chart => ["
                                + "chart.getAttribute('role'),"
                                + " chart.getAttribute('aria-label').length,"
                                + " chart.parentElement.querySelectorAll('details tbody"
                                + " tr').length])");

        // Then
        assertThat(charts).hasSize(2);
        assertThat(charts)
                .allSatisfy(
                        chart -> {
                            assertThat(chart.get(0).asText()).isEqualTo("img");
                            assertThat(chart.get(1).asInt()).isGreaterThan(40);
                            assertThat(chart.get(2).asInt()).isGreaterThan(20);
                        });
    }

    private static JsonNode widths(BrowserPage page) throws Exception {
        return page.evaluate(
                "[window.innerWidth, document.scrollingElement.scrollWidth,"
                        + " document.scrollingElement.clientWidth]");
    }

    private static ReplayStatistics statistics() {
        ReplayStatistics statistics = SampleReplay.statistics(EVENTS, 1);
        statistics.damaged(
                "the gzip member that begins at byte 77,120 ends early",
                "archive/web-2.ndjson.gz",
                88_123);
        SampleReplay.compare(statistics, 2_000);
        return statistics;
    }

    /** Everything that a stranger can choose is hostile here. */
    private static ReplaySummary hostileSummary() {
        ReplayStatistics statistics = statistics();
        for (int i = 0; i < HOSTILE.size(); i++) {
            String text = HOSTILE.get(i);
            LogEvent event =
                    LogEvent.of(text, 1_790_000_000, 0, text.getBytes(StandardCharsets.UTF_8));
            for (int j = 0; j < 200; j++) {
                statistics.failed(
                        0,
                        new FilterFailure(
                                event, SampleReplay.DIGEST, text, FailureReason.TRAP, text),
                        "a/" + text,
                        i);
                statistics.unreadable(text, event.record(), "a/" + text, i);
            }
            statistics.damaged(text, "a/" + text, i);
        }
        return ReplaySummary.builder()
                .setStatistics(statistics)
                .setFilters(
                        HOSTILE.stream()
                                .map(
                                        text ->
                                                new ReplayedFilter(
                                                        ReplayedFilter.Role.CANDIDATE,
                                                        text,
                                                        text,
                                                        text,
                                                        text,
                                                        text))
                                .toList())
                .setFiles(
                        IntStream.range(0, HOSTILE.size())
                                .mapToObj(
                                        i ->
                                                new ReplayedFile(
                                                        HOSTILE.get(i),
                                                        HOSTILE.get(i),
                                                        1,
                                                        1,
                                                        1,
                                                        0,
                                                        0,
                                                        0,
                                                        HOSTILE.get(i)))
                                .toList())
                .setOptions(Map.of(HOSTILE.get(0), HOSTILE.get(1)))
                .setVersions(Map.of(HOSTILE.get(12), HOSTILE.get(12)))
                .setCommandLine(String.join(" ", HOSTILE))
                .setWorkingDirectory(HOSTILE.get(2))
                .build();
    }

    private static void write(Path target, ReplaySummary summary) throws Exception {
        try (Writer writer = Files.newBufferedWriter(target)) {
            ReplayReport.write(writer, summary);
        }
    }

    /**
     * The texts whose contrast, as WCAG 2 works it out, is below 4.5, with their colours. Grounds
     * are opaque in the report, so the nearest one decides.
     */
    private static final String FAINT_TEXTS =
            """
            (() => {
              const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
              const luminance = ([r, g, b]) => {
                const part = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
                return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
              };
              const ground = element => {
                for (let e = element; e; e = e.parentElement) {
                  const c = numbers(getComputedStyle(e).backgroundColor);
                  if (c.length === 3 || c[3] === 1) return c;
                }
                return [255, 255, 255];
              };
              const faint = [];
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const element = node.parentElement;
                if (!node.data.trim() || element.closest('title') || !element.checkVisibility()) continue;
                const style = getComputedStyle(element);
                const isDrawn = element.closest('svg');
                const a = luminance(numbers(isDrawn ? style.fill : style.color));
                const b = luminance(ground(element));
                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (contrast < 4.5) faint.push(node.data.slice(0, 40) + ' ' + contrast.toFixed(2));
              }
              return faint;
            })()
            """;
}
