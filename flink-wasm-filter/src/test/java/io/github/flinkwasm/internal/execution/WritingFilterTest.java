package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.AccessiblePath;
import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.WasmFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A filter in C that appends every record to a file. */
class WritingFilterTest {
    private static final int READ_ONLY_FILE_SYSTEM = 69;

    @TempDir private Path directory;
    private Path events;

    @BeforeEach
    void makeFile() throws IOException {
        events = Files.createFile(directory.resolve("events"));
    }

    @ParameterizedTest
    @EnumSource(ResetPolicy.class)
    void whatItWritesOutlivesResets(ResetPolicy policy) throws Exception {
        // Given
        AccessiblePath grant = new AccessiblePath("/data", directory.toString()).withWriteAccess();

        // When
        List<String> results = results(filter(grant).setResetPolicy(policy), 5);

        // Then
        assertThat(results).hasSize(5).containsOnly("{\"errno\":0}");
        assertThat(events).hasContent("{\"n\":0}\n{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n{\"n\":4}\n");
    }

    @Test
    void cannotWriteWhatIsGrantedForReading() throws Exception {
        // Given
        AccessiblePath grant = new AccessiblePath("/data", directory.toString());

        // When
        List<String> results = results(filter(grant), 1);

        // Then
        assertThat(results).containsExactly("{\"errno\":" + READ_ONLY_FILE_SYSTEM + "}");
        assertThat(events).isEmptyFile();
    }

    @Test
    void everyCallMayWriteAsMuchAsTheOneBefore() throws Exception {
        // Given: together more than one call may write
        AccessiblePath grant = new AccessiblePath("/data", directory.toString()).withWriteAccess();
        String text = "x".repeat(3 << 20);

        // When
        List<String> results = new ArrayList<>();
        try (FilterExecutor executor = TestFilters.open(filter(grant))) {
            for (int i = 0; i < 7; i++) {
                results.add(text(executor.execute(TestFilters.event("{\"x\":\"" + text + "\"}"))));
            }
        }

        // Then
        assertThat(results).hasSize(7).containsOnly("{\"errno\":0}");
        assertThat(events).hasSize(7L * (text.length() + 9));
    }

    private static WasmFilter.Builder filter(AccessiblePath grant) {
        return TestFilters.filter("guests/wasi-libc/surroundings.wasm", "append")
                .addAccessiblePath(grant);
    }

    private static List<String> results(WasmFilter.Builder filter, int count)
            throws InterruptedException {
        List<String> results = new ArrayList<>();
        try (FilterExecutor executor = TestFilters.open(filter)) {
            for (int i = 0; i < count; i++) {
                results.add(text(executor.execute(TestFilters.event("{\"n\":" + i + "}"))));
            }
        }
        return results;
    }

    private static String text(FilterOutcome outcome) {
        assertThat(outcome).isInstanceOf(FilterOutcome.Emitted.class);
        return new String(
                ((FilterOutcome.Emitted) outcome).event().record(), StandardCharsets.UTF_8);
    }
}
