package io.github.flinkwasm.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final int COLUMNS = 60;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long nanos;

    @Test
    void onATerminalTheLineIsWrittenOverAndErasedAtTheEnd() {
        // Given
        try (Ledger ledger = ledger()) {
            Progress progress = progress(ledger, true);

            // When
            progress.tick();
            ledger.file(0).readLines(1_234, 250);
            progress.tick();
            progress.end();
        }

        // Then
        String erase = "\r\u001b[K";
        assertThat(said())
                .startsWith(erase + "starting Flink")
                .endsWith(erase)
                .doesNotContain("\n");
        assertThat(said()).contains(erase + " 25% read  1,234 lines");
    }

    @Test
    void onATerminalTheLineNeverWraps() {
        // Given
        try (Ledger ledger = ledger()) {
            Progress progress = progress(ledger, true);
            ledger.file(0).readLines(Integer.MAX_VALUE, 999);

            // When
            progress.tick();
        }

        // Then
        assertThat(said().replace("\r\u001b[K", "")).hasSizeLessThan(COLUMNS).endsWith("...");
    }

    @Test
    void afterTheEndNothingIsWritten() {
        // Given
        try (Ledger ledger = ledger()) {
            Progress progress = progress(ledger, true);
            progress.end();

            // When
            progress.tick();
        }

        // Then
        assertThat(said()).isEmpty();
    }

    @Test
    void elsewhereThereIsALineEveryFiveSecondsAndNothingElse() {
        // Given
        try (Ledger ledger = ledger()) {
            Progress progress = progress(ledger, false);

            // When
            for (int second = 0; second <= 12; second++) {
                progress.tick();
                nanos += 1_000_000_000L;
            }
            progress.end();
        }

        // Then
        assertThat(said().lines())
                .containsExactly(
                        "starting Flink and the filters (5 s)",
                        "starting Flink and the filters (10 s)");
    }

    private static Ledger ledger() {
        ArchiveFile file = new ArchiveFile(Path.of("/a.log"), "a.log", "a", 1_000);
        return Ledger.open(List.of(file), List.of());
    }

    private Progress progress(Ledger ledger, boolean rewritesLines) {
        PrintStream stream = new PrintStream(err, true, UTF_8);
        return new Progress(
                ledger, new Terminal(stream, stream, rewritesLines, COLUMNS), () -> nanos);
    }

    private String said() {
        return err.toString(UTF_8);
    }
}
