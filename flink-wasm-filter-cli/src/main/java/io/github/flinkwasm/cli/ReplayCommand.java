package io.github.flinkwasm.cli;

import io.github.flinkwasm.replay.job.FilterRoute;
import io.github.flinkwasm.replay.job.Replay;
import io.github.flinkwasm.replay.job.ReplayResult;
import io.github.flinkwasm.replay.job.ReplaySettings;
import io.github.flinkwasm.replay.output.OutputRefusedException;
import io.github.flinkwasm.replay.report.ProgressSnapshot;
import io.github.flinkwasm.replay.report.ReplayProgress;
import io.github.flinkwasm.replay.report.ReplayReport;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wasm-filter replay}: archives of old events through filters. */
@Command(
        name = "replay",
        customSynopsis = {
            "wasm-filter replay --wasm=URI --function=NAME -o DIR [OPTION]... INPUT...",
            "   or: wasm-filter replay --filter=KEY=VALUE,... -o DIR [OPTION]... INPUT...",
            "   or: wasm-filter replay --config=FILE -o DIR [OPTION]... INPUT..."
        },
        header = "Sends archives of old events through filters, and says what came out.",
        description = {
            "",
            "Reads what logging leaves behind: JSON lines, Fluent Bit's own files, container logs,"
                    + " text; plain or packed (gz, zst, bz2, xz), which the content decides. Each"
                    + " file is read, filtered and written by one task of an embedded Flink, as"
                    + " many at once as there are processors. A replay that was interrupted, even"
                    + " by kill -9, goes on with --resume and ends with the same files.",
            "",
            "On a cluster the same command runs by \"flink run\" of"
                    + " flink-wasm-filter-replay-job's jar.",
            ""
        },
        versionProvider = Versions.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "Parameters:%n",
        footer = {
            "",
            "Examples:",
            "  wasm-filter replay --wasm redact.wasm --function redact -o out /var/log/app",
            "  wasm-filter replay --wasm new.wasm --function f --against old.wasm \\",
            "      -o compared \"archive/2026-*/*.gz\"",
            "  wasm-filter replay --wasm new.wasm --function f --against-output out \\",
            "      -o compared /var/log/app",
            "  wasm-filter replay --wasm fixed.wasm --function f \\",
            "      --retry-failed out -o again",
            "",
            "In the output directory are:",
            "  [tag=…/][day=…/]part-*  what came out of the last filter",
            "  _failed/                events that a filter could not finish, and why",
            "  _unreadable/            lines that are no events",
            "  _dropped/               what filters dropped, with --keep-dropped",
            "  _outcomes/              what became of each item, for --against-output",
            "  manifest.json           every input, and what came of it",
            "  report.html             the same for people, in a browser",
            "  _statistics.json        the numbers of the report",
            "  _SUCCESS                written last: without it, there is more to do",
            "",
            "Exit status:",
            "    0  every line that was read is accounted for",
            "    1  an event failed under --on-failure fail, or a file is damaged under",
            "       --on-damage fail; --resume does the rest",
            "    2  wrong usage, or an input or output that cannot be used",
            "    3  a module was refused",
            "   70  the output cannot be written, or wasm-filter has a defect",
            "  130  interrupted (Ctrl-C); --resume does the rest"
        })
final class ReplayCommand implements Callable<Integer> {
    private static final int DEFAULT_COLUMNS = 80;

    private final StandardStreams streams;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ModuleOptions module = new ModuleOptions();
    @Mixin private ReplayFilters filters = new ReplayFilters();
    @Mixin private ArchiveInputOptions archive = new ArchiveInputOptions();
    @Mixin private ReplayOutputOptions output = new ReplayOutputOptions();
    @Mixin private FlinkOptions flink = new FlinkOptions();

    @Option(
            names = "--resume",
            order = 5,
            description =
                    "Go on with the replay that did not finish in the output directory. All options"
                            + " that decide what is written must be as they were.")
    private boolean resume;

    @Option(
            names = "--retry-failed",
            paramLabel = "DIRECTORY",
            order = 6,
            description =
                    "Replay the failed events of an earlier replay, from its output directory,"
                            + " instead of INPUTs.")
    private @Nullable String retryFailed;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            order = 63,
            description =
                    "How many files are replayed at once. Default: one for each processor; under"
                            + " flink run, what its -p says.")
    private @Nullable Integer parallelism;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            order = 64,
            description = "Write the report there, too.")
    private @Nullable Path report;

    @Option(
            names = "--dry-run",
            order = 65,
            description =
                    "Only read: say what each file is, and how many events are in it. Writes"
                            + " nothing.")
    private boolean dryRun;

    @Option(
            names = {"-q", "--quiet"},
            order = 66,
            description = "Print neither the progress nor the summary.")
    private boolean quiet;

    @Parameters(
            paramLabel = "INPUT",
            arity = "0..*",
            description =
                    "Files, directories, which stand for all files in their trees, and globs with *"
                            + " ? [ ] { } and **, on any file system of Flink's.")
    private List<String> inputs = new ArrayList<>();

    private ReplayCommand(StandardStreams streams) {
        this.streams = streams;
    }

    /** The command, in which {@code --wasm} is only one way to name filters. */
    static CommandLine commandLine(StandardStreams streams) {
        CommandLine command = new CommandLine(new ReplayCommand(streams));
        CommandSpec spec = command.getCommandSpec();
        OptionSpec wasm = spec.findOption("--wasm");
        spec.remove(wasm);
        spec.addOption(OptionSpec.builder(wasm).required(false).build());
        return command;
    }

    @Override
    public Integer call() {
        Messages messages = new Messages(streams.err(), quiet);
        List<FilterRoute> routes = dryRun ? List.of() : filters.routes(module);
        filters.notes().forEach(messages::problem);
        if (retryFailed == null && inputs.isEmpty()) {
            throw new UsageException("Missing required parameter: 'INPUT...'");
        }
        if (retryFailed != null && !inputs.isEmpty()) {
            throw new UsageException(
                    "'--retry-failed' replays events of an earlier replay, not INPUTs: leave either"
                            + " of them out.");
        }
        flink.initializeFileSystems();
        try {
            return dryRun ? look(messages) : replayStarted(routes, messages);
        } catch (OutputRefusedException refused) {
            throw new UsageException(String.valueOf(refused.getMessage()));
        } catch (InterruptedException interrupted) {
            return ExitStatus.INTERRUPTED;
        } catch (FileNotFoundException noInput) {
            throw new UsageException(
                    retryFailed == null
                            ? String.valueOf(noInput.getMessage())
                            : "There are no failed events in %s that could be tried again."
                                    .formatted(Printable.name(retryFailed)));
        } catch (IOException problem) {
            throw new OutputFailedException(problem);
        }
    }

    private ReplaySettings settings(List<FilterRoute> routes) {
        ReplaySettings.Builder settings =
                ReplaySettings.builder()
                        .setInputs(inputs)
                        .setArchive(archive.build(), archive.texts())
                        .setFilters(routes)
                        .setBaseline(filters.baseline(module))
                        .setOutput(output.directory())
                        .setOutputOptions(output.options())
                        .setResume(resume)
                        .setCommandLine(
                                ShellWords.joinToShow(
                                        "wasm-filter",
                                        spec.commandLine().getParseResult().originalArgs()),
                                Path.of("").toAbsolutePath().toString());
        filters.baselineOutput().ifPresent(settings::setBaselineOutput);
        if (retryFailed != null) {
            settings.setRetriedOutput(retryFailed);
        }
        if (parallelism != null) {
            settings.setParallelism(parallelism);
        }
        return settings.build();
    }

    /** A module that cannot run shall not leave a directory that only it may go on with. */
    @SuppressWarnings("try") // the filters do their work by being started
    private int replayStarted(List<FilterRoute> routes, Messages messages)
            throws IOException, InterruptedException {
        ReplaySettings settings = settings(routes);
        List<FilterRoute> all = new ArrayList<>(routes);
        all.addAll(filters.baseline(module));
        try (StartedFilters started = StartedFilters.of(all)) {
            return replay(settings, messages);
        }
    }

    private int replay(ReplaySettings settings, Messages messages)
            throws IOException, InterruptedException {
        ReplayResult result;
        try (Replay replay = Replay.begin(settings)) {
            if (replay.filesFinishedBefore() > 0) {
                messages.note(
                        "%,d files were finished before".formatted(replay.filesFinishedBefore()));
            }
            replay.warnings().forEach(messages::problem);
            if (replay.isDetached()) {
                messages.note(
                        "job %s replays; once it has ended, --resume without --detached puts the results together"
                                .formatted(replay.submit()));
                return ExitStatus.OK;
            }
            result = watched(replay, messages);
        }
        if (report != null) {
            try (Writer copy = Files.newBufferedWriter(report)) {
                ReplayReport.write(copy, result.summary());
            }
        }
        if (!quiet) {
            streams.err().print(ReplaySummaryText.of(result, output.directory()));
        }
        return ExitStatus.OK;
    }

    @SuppressWarnings("try") // the resources do their work by being open
    private ReplayResult watched(Replay replay, Messages messages)
            throws IOException, InterruptedException {
        // Whatever is said after its end may come too late.
        try (OrderlyShutdown shutdown = new OrderlyShutdown(() -> {})) {
            try (Progress progress = new Progress(replay::progress)) {
                return replay.run();
            } catch (InterruptedException interrupted) {
                messages.problem("interrupted; go on with --resume");
                throw interrupted;
            }
        }
    }

    private int look(Messages messages) throws IOException, InterruptedException {
        DryRun look = DryRun.of(inputs, archive.build().build());
        LineOutput lines = new LineOutput(streams.out());
        look.run(lines::line);
        lines.flush();
        messages.note(look.totals());
        return look.hasProblems() ? ExitStatus.EVENT_FAILED : ExitStatus.OK;
    }

    /** Says how far it is, unless nobody wants to know. */
    private final class Progress implements AutoCloseable {
        private final @Nullable ReplayProgress shown;

        Progress(Supplier<ProgressSnapshot> progress) {
            Integer columns = Integer.getInteger("wasm-filter.columns");
            shown =
                    quiet
                            ? null
                            : ReplayProgress.start(
                                    streams.err(),
                                    columns != null,
                                    columns == null ? DEFAULT_COLUMNS : columns,
                                    progress);
        }

        @Override
        public void close() {
            if (shown != null) {
                shown.close();
            }
        }
    }
}
