package io.github.flinkwasm.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.flink.client.program.ProgramParametrizationException;

/**
 * The command where Flink runs it, as {@code flink run} and a JobManager do: it must not end the
 * virtual machine, which is not its own, and says by an exception that something went wrong.
 */
final class FlinkProgram {
    private FlinkProgram() {}

    /**
     * Runs one command line.
     *
     * @throws ProgramParametrizationException if the command does not end with {@link
     *     ExitStatus#OK}; with what it would have printed at its end, which is all that Flink's
     *     client then prints
     */
    static void run(String... args) {
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int status =
                WasmFilterCommand.commandLine(
                                StandardStreams.ofProcess(),
                                new PrintStream(problems, true, StandardCharsets.UTF_8))
                        .execute(args);
        if (status != ExitStatus.OK) {
            String said = problems.toString(StandardCharsets.UTF_8).strip();
            throw new ProgramParametrizationException(
                    said.isEmpty() ? "wasm-filter: exit status " + status : said);
        }
    }
}
