package io.github.flinkwasm.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives and filters as users bring them along. */
class OwnArchiveITCase {

    private static final String IDENTITY = Run.GUESTS.resolve("wat/identity.wasm").toString();

    @TempDir private Path scratch;

    @Test
    void aTruncatedFileGivesTheLinesBeforeAndTheRunSaysSo() throws IOException {
        // Given
        List<String> lines = records(5_000);
        byte[] gzip = Gzip.member(String.join("\n", lines) + "\n");
        int cut = gzip.length / 2;
        Path damaged = Files.write(scratch.resolve("cut.log.gz"), Arrays.copyOf(gzip, cut));
        Path whole = Files.write(scratch.resolve("whole.log.gz"), gzip);

        // When
        Run run = run("--archive", damaged.toString(), whole.toString());

        // Then
        assertThat(run.exitStatus()).isEqualTo(ExitStatus.CHECK_FAILED);
        List<String> emitted = run.lines("emitted");
        int before = emitted.size() - lines.size();
        assertThat(before).isBetween(1_000, 4_000);
        assertThat(run.complaints())
                .singleElement()
                .asString()
                .contains("cut.log.gz is damaged at byte %,d of %,d".formatted(cut, cut))
                .contains("ends in the middle");
        assertThat(emitted).containsAll(lines);
        List<String> twice = lines.subList(0, before);
        assertThat(emitted).filteredOn(twice::contains).hasSize(2 * before);
        assertThat(run.lines("failed"))
                .singleElement()
                .asString()
                .contains("\"line\":" + (before + 1), "\"reason\":\"CUT_OFF\"");
        assertThat(Files.readString(run.output().resolve("summary.txt")))
                .contains("cut.log.gz is damaged");
    }

    @Test
    void eventsOnWhichTheFilterTrapsFailWithPlaceAndReason() throws IOException {
        // Given
        List<String> lines =
                IntStream.rangeClosed(1, 100)
                        .mapToObj(i -> "{\"%s\":%d}".formatted(i % 10 == 0 ? "bad" : "good", i))
                        .toList();
        Path archive = Files.write(scratch.resolve("some.log"), lines);
        String trapping = Run.GUESTS.resolve("wat/hostile/unreachable.wasm").toString();

        // When
        Run run = run("--archive", archive.toString(), "--wasm", trapping, "--function", "f");

        // Then
        assertThat(run.exitStatus()).as(run.err()).isEqualTo(ExitStatus.FINE);
        assertThat(run.lines("emitted"))
                .isEqualTo(lines.stream().filter(line -> line.contains("good")).toList());
        assertThat(run.lines("failed"))
                .hasSize(10)
                .first()
                .asString()
                .startsWith(
                        "{\"file\":\"some.log\",\"line\":10,\"tag\":\"some\",\"filter\":\"f\","
                                + "\"reason\":\"TRAP\",\"detail\":\"")
                .endsWith(",\"record\":{\"bad\":10}}");
        assertThat(run.out()).containsPattern("TRAP +10\n").contains("some.log line 10, by f");
    }

    @Test
    void filesAreFoundByStrangeNamesAndReadByTheirContents() throws IOException {
        // Given
        Path text = Files.writeString(scratch.resolve("_a b%20#ü?.gz"), "{\"n\":1}");
        Path gzip =
                Files.write(
                        scratch.resolve(".c:d.log"),
                        Gzip.join(Gzip.member("{\"n\":2}\r\n"), Gzip.member("{\"n\":3}\n")));
        Path empty = Files.writeString(scratch.resolve("empty.log"), "");

        // When
        Run run = run("--archive", text.toString(), gzip.toString(), empty.toString());

        // Then
        assertThat(run.exitStatus()).as(run.err()).isEqualTo(ExitStatus.FINE);
        assertThat(run.lines("emitted"))
                .containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
        assertThat(run.out()).containsPattern("empty.log +empty +0 +0 +0 +0");
    }

    @Test
    void linesThatAreTooLongOrEmptyFailAndTheOthersDoNot() throws IOException {
        // Given
        String tooLong = "{\"a\":\"" + "x".repeat(LineReader.MAX_LENGTH) + "\"}";
        String archive = "{\"n\":1}\n\n" + tooLong + "\n{\"n\":2}\n";
        Path file = Files.writeString(scratch.resolve("a.log"), archive);

        // When
        Run run = run("--archive", file.toString());

        // Then
        assertThat(run.exitStatus()).as(run.err()).isEqualTo(ExitStatus.FINE);
        assertThat(run.lines("emitted")).containsExactly("{\"n\":1}", "{\"n\":2}");
        assertThat(run.lines("failed"))
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .contains("\"line\":2", "NOT_JSON", "the line is empty"),
                        line -> assertThat(line).contains("\"line\":3", "TOO_LONG"));
    }

    private Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--wasm")) {
            all.addAll(List.of("--wasm", IDENTITY, "--function", "f"));
        }
        return Run.of(scratch.resolve("output"), all.toArray(String[]::new));
    }

    private static List<String> records(int count) {
        Random random = new Random(3);
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"n\":%d,\"x\":\"%x\"}".formatted(i, random.nextLong()))
                .toList();
    }
}
