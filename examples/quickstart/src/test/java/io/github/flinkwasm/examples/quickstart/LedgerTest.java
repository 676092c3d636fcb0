package io.github.flinkwasm.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.LogEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger, and the audit that is made of it. */
class LedgerTest {

    private static final Origin ORIGIN = new Origin(0, 1);

    @TempDir private Path scratch;
    private Ledger ledger;
    private OutputDirectory output;

    @BeforeEach
    void open() throws QuickstartException {
        ArchiveFile file = new ArchiveFile(Path.of("/a.log"), "a.log", "a", 1_000);
        FilterStep step = FilterStep.of("f", FilterStep.EVERY_TAG, "f.wasm", "f");
        ledger = Ledger.open(List.of(file), List.of(step));
        output = OutputDirectory.prepare(scratch.resolve("output"));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void readBackItIsTheSameObject() throws Exception {
        assertThat(copy(ledger)).isSameAs(ledger);
    }

    @Test
    void afterTheRunItCannotBeReadBack() {
        // Given
        ledger.close();

        // When, then
        assertThatThrownBy(() -> copy(ledger))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("embedded Flink");
    }

    @Test
    void aRunInWhichEveryLineEndedOnceHasNoFindings() throws IOException {
        // Given
        readAndFinish(3);
        emit(1);
        drop(1);
        fail(1);

        // When
        List<String> findings = Audit.findings(ledger, output);

        // Then
        assertThat(findings).isEmpty();
    }

    @Test
    void aLineThatVanishedIsFound() throws IOException {
        // Given
        readAndFinish(3);
        emit(1);
        drop(1);

        // When
        List<String> findings = Audit.findings(ledger, output);

        // Then
        assertThat(findings)
                .containsExactly("a.log has 3 lines, but 1 emitted, 1 dropped and 0 failed are 2.");
    }

    @Test
    void aLineThatEndedTwiceIsFound() throws IOException {
        // Given
        readAndFinish(1);
        emit(1);
        fail(1);

        // When
        List<String> findings = Audit.findings(ledger, output);

        // Then
        assertThat(findings)
                .containsExactly("a.log has 1 lines, but 1 emitted, 0 dropped and 1 failed are 2.");
    }

    @Test
    void aFileThatWasNotReadToItsEndIsFound() throws IOException {
        // Given
        ledger.file(0).readLines(1, 500);
        emit(1);

        // When
        List<String> findings = Audit.findings(ledger, output);

        // Then
        assertThat(findings).containsExactly("a.log was not read to its end, but only to line 1.");
    }

    @Test
    void aLineThatIsNotInTheOutputIsFound() throws IOException {
        // Given
        readAndFinish(2);
        emit(2);
        Files.writeString(output.emitted().resolve("part"), "{}\n");

        // When
        List<String> findings = Audit.findings(ledger, output);

        // Then
        assertThat(findings).singleElement().asString().endsWith("has 1 lines, but should have 2.");
    }

    @Test
    void aLineInAFileThatFlinkDidNotFinishDoesNotCount() throws IOException {
        // Given
        readAndFinish(1);
        ledger.emitted(ORIGIN);
        Files.writeString(output.emitted().resolve(".part.inprogress"), "{}\n");

        // When
        List<String> findings = Audit.findings(ledger, output);

        // Then
        assertThat(findings).singleElement().asString().endsWith("has 0 lines, but should have 1.");
    }

    @Test
    void damageIsFoundThoughAllLinesAreThere() throws IOException {
        // Given
        ledger.file(0).readLines(1, 500);
        ledger.file(0)
                .readToItsEnd(Optional.of(new DamagedFileException(700, "it makes no sense")));
        emit(1);

        // When
        List<String> findings = Audit.findings(ledger, output);

        // Then
        assertThat(findings)
                .singleElement()
                .asString()
                .startsWith("a.log is damaged at byte 700 of 1,000: it makes no sense.");
    }

    private void readAndFinish(int lines) {
        ledger.file(0).readLines(lines, 1_000);
        ledger.file(0).readToItsEnd(Optional.empty());
    }

    private void emit(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            ledger.emitted(ORIGIN);
        }
        Files.writeString(output.emitted().resolve("part"), "{}\n".repeat(count));
    }

    private void drop(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            ledger.dropped(SetAside.dropped(0, event()));
        }
        Files.writeString(output.dropped().resolve("part"), "{}\n".repeat(count));
    }

    private void fail(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            ledger.failed(
                    new SetAside(0, 1, "a", 0, "TRAP", "detail", "{}".getBytes(UTF_8), true, 0));
        }
        Files.writeString(output.failed().resolve("part"), "{}\n".repeat(count));
    }

    private static LogEvent event() {
        return LogEvent.of("a", 0, 0, "{}".getBytes(UTF_8)).withMetadata(ORIGIN.toMetadata());
    }

    private static Object copy(Object original) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
