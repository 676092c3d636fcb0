package io.github.flinkwasm.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkwasm.examples.quickstart.BundledArchive.Fate;
import io.github.flinkwasm.examples.quickstart.BundledArchive.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./quickstart} without options, compared with a reading of the archive in plain Java. */
class BundledArchiveITCase {

    private static final int WIDTH_OF_COMMANDS = 110;

    @TempDir private static Path scratch;

    private static List<Line> archive;
    private static Run run;

    @BeforeAll
    static void runIt() throws IOException {
        archive = BundledArchive.lines();
        run = Run.of(scratch.resolve("output"));
    }

    @Test
    void isFine() {
        assertThat(run.err()).doesNotContain("quickstart:").doesNotContain("Exception");
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.FINE);
    }

    @Test
    void theArchiveIsWhatItsReadmeSays() {
        assertThat(archive).hasSize(51_757);
        assertThat(count(line -> line.fate() == Fate.NOT_UTF8)).isEqualTo(25);
        assertThat(count(line -> line.fate() == Fate.NOT_JSON)).isEqualTo(22);
    }

    @Test
    void everyBrokenLineFailsByNameNumberAndReasonBeforeAnyFilter() throws IOException {
        // Given
        Map<String, Fate> expected = new TreeMap<>();
        archive.stream()
                .filter(BundledArchiveITCase::isBroken)
                .forEach(line -> expected.put(place(line.file(), line.number()), line.fate()));

        // When
        Map<String, Fate> failed = new TreeMap<>();
        for (JsonNode line : parsed("failed")) {
            assertThat(line.has("filter")).isFalse();
            assertThat(line.get("detail").asText()).contains("byte");
            failed.put(place(line), Fate.valueOf(line.get("reason").asText()));
        }

        // Then
        assertThat(failed).isEqualTo(expected).hasSize(47);
    }

    @Test
    void everyBrokenLineIsKeptByteForByte() throws IOException {
        // Given
        Map<String, Line> byPlace = byPlace();

        // When
        List<JsonNode> failed = parsed("failed");

        // Then
        assertThat(failed)
                .allSatisfy(
                        line -> {
                            byte[] bytes =
                                    line.has("record")
                                            ? line.get("record").asText().getBytes(UTF_8)
                                            : line.get("record_base64").binaryValue();
                            assertThat(bytes).isEqualTo(byPlace.get(place(line)).bytes());
                        });
    }

    @Test
    void droppedIsWhatTheFiltersAreMeantToDrop() throws IOException {
        // Given
        Map<String, String> expected = new HashMap<>();
        for (Line line : archive) {
            switch (line.fate()) {
                case DROPPED_BY_DROP_DEBUG ->
                        expected.put(place(line.file(), line.number()), "drop_debug app");
                case DROPPED_BY_ACCESS_LOG ->
                        expected.put(place(line.file(), line.number()), "access_log web.access");
                case NOT_UTF8, NOT_JSON, EMITTED -> {}
            }
        }

        // When
        Map<String, String> dropped = new HashMap<>();
        for (JsonNode line : parsed("dropped")) {
            dropped.put(place(line), line.get("filter").asText() + " " + line.get("tag").asText());
        }

        // Then
        assertThat(dropped).isEqualTo(expected).isNotEmpty();
    }

    @Test
    void droppedRecordsAreKeptAsTheyCame() {
        // Given
        List<String> records =
                archive.stream()
                        .filter(line -> line.fate() == Fate.DROPPED_BY_DROP_DEBUG)
                        .map(Line::text)
                        .toList();

        // When
        List<String> dropped =
                run.lines("dropped").stream()
                        .filter(line -> line.contains("\"filter\":\"drop_debug\""))
                        .map(line -> line.substring(line.indexOf("\"record\":") + 9))
                        .map(line -> line.substring(0, line.length() - 1))
                        .toList();

        // Then
        assertThat(dropped).containsExactlyInAnyOrderElementsOf(records);
    }

    @Test
    void everyOtherLineIsEmittedOnceAndChangedByRedactAlone() throws IOException {
        // Given
        Map<String, Integer> unredacted = new HashMap<>();
        archive.stream()
                .filter(line -> line.fate() == Fate.EMITTED && !line.isAccess())
                .forEach(line -> unredacted.merge(withRedacted(line.text(), 0), 1, Integer::sum));
        long wanted = count(line -> line.fate() == Fate.EMITTED && !line.isAccess());

        // When
        long same = 0;
        long redacted = 0;
        for (String line : run.lines("emitted")) {
            JsonNode record = BundledArchive.JSON.readTree(line);
            if (record.has("status_class")) {
                continue;
            }
            if (record.get("redacted").asInt() > 0) {
                redacted++;
            } else {
                assertThat(unredacted.merge(line, -1, Integer::sum)).isNotNegative();
                same++;
            }
        }

        // Then
        assertThat(same + redacted).isEqualTo(wanted);
        assertThat(redacted).isPositive();
    }

    @Test
    void everyAccessIsMadeUniform() throws IOException {
        // Given
        long wanted = count(line -> line.fate() == Fate.EMITTED && line.isAccess());

        // When
        List<JsonNode> accesses =
                parsed("emitted").stream().filter(record -> record.has("status_class")).toList();

        // Then
        assertThat(accesses).hasSize((int) wanted);
        assertThat(accesses)
                .allSatisfy(
                        record -> {
                            String method = record.get("method").asText();
                            assertThat(method).isEqualTo(method.toLowerCase(Locale.ROOT));
                            assertThat(record.get("status_class").asText())
                                    .isEqualTo(record.get("status").asInt() / 100 + "xx");
                            assertThat(record.get("latency_ms").isNumber()).isTrue();
                            assertThat(record.has("request_time")).isFalse();
                        });
    }

    @Test
    void noAddressIsLeft() {
        assertThat(run.lines("emitted"))
                .noneMatch(Pattern.compile("[a-z0-9]@example\\.com").asPredicate())
                .noneMatch(Pattern.compile("\"198\\.51\\.100\\.[0-9]+\"").asPredicate());
    }

    @Test
    void theSummaryCountsWhatIsInTheFiles() {
        // Given
        String numbers = "%,d +%,d +%,d +%,d";

        // When
        String together =
                String.format(
                        Locale.ROOT,
                        numbers,
                        archive.size(),
                        run.lines("emitted").size(),
                        run.lines("dropped").size(),
                        run.lines("failed").size());

        // Then
        assertThat(run.out()).containsPattern("together +" + together);
        for (String file : archive.stream().map(Line::file).distinct().toList()) {
            String ofFile =
                    String.format(
                            Locale.ROOT,
                            numbers,
                            count(line -> isOf(line, file)),
                            count(line -> isOf(line, file) && line.fate() == Fate.EMITTED),
                            count(line -> isOf(line, file) && isDropped(line)),
                            count(line -> isOf(line, file) && isBroken(line)));
            assertThat(run.out()).containsPattern(Pattern.quote(file) + " +[a-z.]+ +" + ofFile);
        }
    }

    @Test
    void theSummaryShowsASampleOfEachOutcome() {
        assertThat(run.out())
                .contains("Changed by access_log: ", "Changed by redact: ")
                .containsPattern("after .*\\[(email|ipv4)\\]")
                .containsPattern("Dropped, 2 of [0-9,]+:")
                .contains("Failed, 2 of 47:");
    }

    @Test
    void theSummaryFitsTheTerminalAndObeysNobody() {
        assertThat(run.out().lines())
                .allSatisfy(
                        line ->
                                assertThat(line.length())
                                        .as(line)
                                        .isLessThanOrEqualTo(WIDTH_OF_COMMANDS));
        assertThat(run.out().chars()).noneMatch(c -> c != '\n' && Character.isISOControl(c));
    }

    @Test
    void theSummaryIsInTheOutputToo() throws IOException {
        // Given, when
        String summary = Files.readString(run.output().resolve("summary.txt"));

        // Then
        assertThat(run.out()).contains(summary);
        assertThat(summary).contains("together");
    }

    @Test
    void nothingUnfinishedIsLeft() throws IOException {
        try (var files = Files.walk(run.output())) {
            assertThat(files.filter(Files::isRegularFile))
                    .allMatch(
                            file ->
                                    file.toString()
                                            .matches(".*(/part-[^/]+\\.ndjson|summary.txt)"));
        }
    }

    private static boolean isBroken(Line line) {
        return line.fate() == Fate.NOT_UTF8 || line.fate() == Fate.NOT_JSON;
    }

    private static boolean isDropped(Line line) {
        return line.fate() == Fate.DROPPED_BY_DROP_DEBUG
                || line.fate() == Fate.DROPPED_BY_ACCESS_LOG;
    }

    private static boolean isOf(Line line, String file) {
        return line.file().equals(file);
    }

    private static long count(Predicate<Line> condition) {
        return archive.stream().filter(condition).count();
    }

    private static String withRedacted(String record, int count) {
        return record.substring(0, record.length() - 1) + ",\"redacted\":" + count + "}";
    }

    private static String place(JsonNode line) {
        return place(line.get("file").asText(), line.get("line").asLong());
    }

    private static String place(String file, long line) {
        return file + ":" + line;
    }

    private static Map<String, Line> byPlace() {
        Map<String, Line> byPlace = new HashMap<>();
        archive.forEach(line -> byPlace.put(place(line.file(), line.number()), line));
        return byPlace;
    }

    private static List<JsonNode> parsed(String part) throws IOException {
        List<JsonNode> parsed = new ArrayList<>();
        for (String line : run.lines(part)) {
            parsed.add(BundledArchive.JSON.readTree(line));
        }
        return parsed;
    }
}
