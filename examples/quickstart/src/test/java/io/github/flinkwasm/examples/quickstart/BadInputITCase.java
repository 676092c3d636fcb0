package io.github.flinkwasm.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be used gets one clear line and its exit status, and nothing is written. */
class BadInputITCase {

    private static final String REDACT =
            Run.REPOSITORY.resolve("examples/filters/c-wasi/redact.wasm").toString();

    @TempDir private Path scratch;
    private Path archive;
    private Path output;

    @BeforeEach
    void writeArchive() throws IOException {
        archive = Files.write(scratch.resolve("a.log"), "{\"a\":1}\n".getBytes(UTF_8));
        output = scratch.resolve("output");
    }

    @Test
    void aMissingArchive() {
        // Given, when
        Run run = Run.of(output, "--archive", scratch.resolve("nowhere").toString());

        // Then
        assertRefused(run, ExitStatus.WRONG_INPUT, "nowhere\" does not exist");
        assertThat(output).doesNotExist();
    }

    @Test
    void anOutputDirectoryThatIsNotEmpty() throws IOException {
        // Given
        Path mine = Files.createDirectory(output).resolve("mine");
        Files.writeString(mine, "precious");

        // When
        Run run = Run.of(output, "--archive", archive.toString());

        // Then
        assertRefused(run, ExitStatus.WRONG_INPUT, "is not empty");
        assertThat(output)
                .isDirectoryContaining(mine::equals)
                .isDirectoryNotContaining("glob:**/emitted");
        assertThat(mine).hasContent("precious");
    }

    @Test
    void anOutputThatIsAFile() {
        // Given, when
        Run run = Run.of(archive, "--archive", archive.toString());

        // Then
        assertRefused(run, ExitStatus.WRONG_INPUT, "is a file");
        assertThat(archive).hasContent("{\"a\":1}\n");
    }

    @Test
    void anOutputDirectoryThatCannotBeMade() {
        // Given, when
        Run run = Run.of(archive.resolve("beneath"), "--archive", archive.toString());

        // Then
        assertRefused(run, ExitStatus.WRONG_INPUT, "cannot be used");
    }

    @Test
    void aMissingModule() {
        // Given
        String module = scratch.resolve("nowhere.wasm").toString();

        // When
        Run run = runFilter(module, "f");

        // Then
        assertRefused(run, ExitStatus.MODULE_REFUSED, module);
        assertThat(output).doesNotExist();
    }

    @Test
    void aModuleThatIsNoWasm() {
        // Given, when
        Run run = runFilter(archive.toString(), "f");

        // Then
        assertRefused(run, ExitStatus.MODULE_REFUSED, "WebAssembly");
        assertThat(output).doesNotExist();
    }

    @Test
    void aModuleWithoutTheFunction() throws IOException {
        // Given
        Files.createDirectory(output);

        // When
        Run run = runFilter(REDACT, "reduct");

        // Then
        assertRefused(run, ExitStatus.MODULE_REFUSED, "reduct");
        assertThat(run.err()).as("the candidates").contains("redact");
        assertThat(output).isEmptyDirectory();
    }

    @Test
    void aModuleOfAnUnknownFileSystem() {
        // Given, when
        Run run = runFilter("s3://filters/redact.wasm", "redact");

        // Then
        assertRefused(run, ExitStatus.MODULE_REFUSED, "s3://filters/redact.wasm");
    }

    private Run runFilter(String module, String function) {
        return Run.of(
                output, "--archive", archive.toString(), "--wasm", module, "--function", function);
    }

    private static void assertRefused(Run run, int exitStatus, String message) {
        assertThat(run.exitStatus()).as(run.err()).isEqualTo(exitStatus);
        assertThat(run.complaints()).singleElement().asString().contains(message);
        assertThat(run.err()).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(run.out()).isEmpty();
    }
}
