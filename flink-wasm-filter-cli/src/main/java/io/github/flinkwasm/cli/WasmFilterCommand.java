package io.github.flinkwasm.cli;

import io.github.flinkwasm.AbiVersion;
import io.github.flinkwasm.AccessiblePath;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.replay.archive.ArchiveFormat;
import io.github.flinkwasm.replay.archive.DamagePolicy;
import io.github.flinkwasm.replay.job.Replay;
import io.github.flinkwasm.replay.output.OutputCompression;
import io.github.flinkwasm.replay.output.OutputFormat;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The {@code wasm-filter} command: {@link #main} is what {@code bin/wasm-filter} starts, and {@code
 * flink run}, which takes nothing that is not public.
 */
@Experimental
@Command(
        name = "wasm-filter",
        header = "Runs WebAssembly filters written for Fluent Bit, as a Flink job does.",
        description = {
            "",
            "For the author of a filter, and for whoever has logs to send through one: no cluster"
                    + " is needed.",
            ""
        },
        sortOptions = false,
        optionListHeading = "Options:%n",
        commandListHeading = "%nCommands:%n",
        footer = {"", "\"wasm-filter COMMAND --help\" says more of each."},
        versionProvider = Versions.class,
        synopsisSubcommandLabel = "COMMAND")
public final class WasmFilterCommand {

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            order = 97,
            description = "Print the stack trace of whatever goes wrong.")
    private boolean stacktrace;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            order = 98,
            description = "Print this help and end.")
    @SuppressWarnings("unused") // picocli looks at it, and does what it asks for
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            scope = ScopeType.INHERIT,
            versionHelp = true,
            order = 99,
            description = "Print the versions of all that takes part, and end.")
    @SuppressWarnings("unused") // picocli looks at it, and does what it asks for
    private boolean version;

    private WasmFilterCommand() {}

    boolean wantsStackTrace() {
        return stacktrace;
    }

    /** Also what {@code flink run} starts: then it returns, or throws. */
    public static void main(String[] args) {
        if (Replay.runsOnCluster()) {
            FlinkProgram.run(args);
            return;
        }
        StandardStreams streams = StandardStreams.ofProcess();
        // Exceptions end in the handlers below; an Error, such as a full heap, ends up here.
        Thread.currentThread()
                .setUncaughtExceptionHandler(
                        (thread, error) -> {
                            streams.err().println(ProblemHandler.lastWords(error));
                            System.exit(ExitStatus.CANNOT_GO_ON);
                        });
        System.exit(execute(streams, args));
    }

    /** Runs one command line and gives its {@link ExitStatus}. */
    static int execute(StandardStreams streams, String... args) {
        return commandLine(streams).execute(args);
    }

    /** The command with everything that belongs to it. */
    static CommandLine commandLine(StandardStreams streams) {
        return commandLine(streams, streams.err());
    }

    /**
     * The same.
     *
     * @param err gets what ends a command early, instead of the streams' standard error
     */
    static CommandLine commandLine(StandardStreams streams, PrintStream err) {
        WasmFilterCommand root = new WasmFilterCommand();
        ProblemHandler problems = new ProblemHandler(err, root::wantsStackTrace);
        return new CommandLine(root)
                .addSubcommand(new RunCommand(streams))
                .addSubcommand(ReplayCommand.commandLine(streams))
                .addSubcommand(new CheckCommand(streams))
                .addSubcommand(new CompileCommand(streams))
                .addSubcommand(
                        new CommandLine(new ArtifactsCommand())
                                .addSubcommand(new ArtifactsListCommand(streams))
                                .addSubcommand(new ArtifactsPruneCommand(streams)))
                .addSubcommand(
                        new CommandLine(new UpgradeCommand())
                                .addSubcommand(new UpgradeStageCommand(streams))
                                .addSubcommand(new UpgradeActivateCommand(streams))
                                .addSubcommand(new UpgradeAbortCommand(streams))
                                .addSubcommand(new UpgradeStatusCommand(streams)))
                .registerConverter(MemorySize.class, new SizeConverter())
                .registerConverter(Duration.class, new DurationConverter())
                .registerConverter(AccessiblePath.class, new AccessiblePathConverter())
                .registerConverter(EnvironmentVariable.class, new EnvironmentVariable.Converter())
                .registerConverter(EventTime.class, new EventTime.Converter())
                .registerConverter(AbiVersion.class, Words.ofAbiVersions())
                .registerConverter(EventFormat.class, Words.of(EventFormat.class))
                .registerConverter(FailureHandling.class, Words.of(FailureHandling.class))
                .registerConverter(ResetPolicy.class, Words.of(ResetPolicy.class))
                .registerConverter(ArchiveFormat.class, Words.of(ArchiveFormat.class))
                .registerConverter(DamagePolicy.class, Words.of(DamagePolicy.class))
                .registerConverter(OutputFormat.class, Words.of(OutputFormat.class))
                .registerConverter(OutputCompression.class, Words.of(OutputCompression.class))
                .registerConverter(
                        ReplayOutputOptions.Partition.class,
                        Words.of(ReplayOutputOptions.Partition.class))
                .registerConverter(
                        UpgradeStatusCommand.Expectation.class,
                        Words.of(UpgradeStatusCommand.Expectation.class))
                .setOut(
                        new PrintWriter(
                                new OutputStreamWriter(streams.out(), StandardCharsets.UTF_8),
                                true))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpWidth(80)
                .setParameterExceptionHandler(problems)
                .setExecutionExceptionHandler(problems);
    }
}
