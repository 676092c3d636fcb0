package io.github.flinkwasm.cli;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.execution.FilterExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wasm-filter run}: events from files or standard input through a filter. */
@Command(
        name = "run",
        customSynopsis = "wasm-filter run --wasm=URI --function=NAME [OPTION]... [FILE]...",
        header = "Sends JSON records, one a line, through a filter.",
        description = {
            "",
            "Each line of the FILEs, or of standard input, is one JSON object: a record. What the"
                    + " filter emits goes to standard output, one record a line; what the guest"
                    + " prints and, at the end, the counts go to standard error. Records of a"
                    + " msgpack filter are read and written as JSON. Blank lines are skipped, and"
                    + " packed input (gzip) is unpacked.",
            ""
        },
        versionProvider = Versions.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "Parameters:%n",
        footer = {
            "",
            "Examples:",
            "  wasm-filter run --wasm redact.wasm --function redact --tag app.web app.jsonl",
            "  tail -f app.jsonl | wasm-filter run --wasm redact.wasm --function redact",
            "  wasm-filter run --wasm redact.wasm --function redact --outcomes app.jsonl.gz",
            "",
            "With --events a line describes an event, and only the record is required:",
            "  {\"tag\":\"app.web\",\"sec\":1700000000,\"nsec\":0,\"record\":{\"log\":\"text\"}}",
            "A record that is a string is sent as that very text; with --event-format msgpack,"
                    + " \"record_hex\" holds the record's bytes.",
            "",
            "With --outcomes each event gives one line, and no failure ends the run:",
            "  {\"outcome\":\"emitted\",\"text\":\"{\\\"log\\\":\\\"text\\\"}\"}   (\"hex\" for"
                    + " msgpack)",
            "  {\"outcome\":\"dropped\"}",
            "  {\"outcome\":\"failed\",\"reason\":\"TRAP\",\"detail\":\"…\"}",
            "",
            "Exit status:",
            "    0  all events were run, and none failed or failures are allowed",
            "    1  an event failed, or a line was no event, under --on-failure fail",
            "    2  wrong usage, or an input that cannot be opened",
            "    3  the module was refused",
            "   70  the output cannot be written, or wasm-filter has a defect",
            "  130  interrupted (Ctrl-C)",
            "  141  the reader of standard output has gone"
        })
final class RunCommand implements Callable<Integer> {
    private final StandardStreams streams;

    @Mixin private ModuleOptions module = new ModuleOptions();
    @Mixin private FilterOptions options = new FilterOptions();
    @Mixin private FlinkOptions flink = new FlinkOptions();

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            order = 20,
            description = "The tag of all events that do not name one. Empty by default.")
    private String tag = "";

    @Option(
            names = "--time",
            paramLabel = "SEC[.NSEC]",
            order = 21,
            converter = EventTime.Converter.class,
            description =
                    "The time of all events that have none, in seconds since 1970; what follows the"
                            + " point is a fraction, as date +%%s.%%N prints it. Default: 0.")
    private EventTime time = new EventTime(0, 0);

    @Option(
            names = "--events",
            order = 22,
            description = "Each line is an event with its own tag and time; see below.")
    private boolean events;

    @Option(
            names = "--outcomes",
            order = 23,
            description =
                    "Write what became of each event instead of the records; see below. No failure"
                            + " ends the run, but under --on-failure fail the exit status is 1 if"
                            + " one failed.")
    private boolean outcomes;

    @Option(
            names = {"-q", "--quiet"},
            order = 62,
            description = "Print neither the guest's output nor the counts.")
    private boolean quiet;

    @Parameters(
            paramLabel = "FILE",
            description = "Files with one record a line; - is standard input, as is no FILE.")
    private List<String> files = new ArrayList<>();

    RunCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        WasmFilter filter = options.filter(module);
        List<Input> inputs = Input.of(files, streams.in());
        flink.initializeFileSystems();

        Messages messages = new Messages(streams.err(), quiet);
        LineOutput output = new LineOutput(streams.out());
        Tally tally = new Tally();
        Report report = report(filter, output, messages, tally);
        try (FilterExecutor executor = FilterExecutor.open(filter, messages)) {
            boolean complete =
                    run(new FilterRun(executor, parser(), report), inputs, output, tally, messages);
            printCounts(messages, tally, complete ? "" : "; stopped at the first failure");
            return tally.hasFailures() && options.failureHandling() == FailureHandling.FAIL
                    ? ExitStatus.EVENT_FAILED
                    : ExitStatus.OK;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            printCounts(messages, tally, "; interrupted");
            return ExitStatus.INTERRUPTED;
        }
    }

    private static boolean run(
            FilterRun run, List<Input> inputs, LineOutput output, Tally tally, Messages messages)
            throws InterruptedException {
        try (OrderlyShutdown shutdown =
                new OrderlyShutdown(() -> printCounts(messages, tally, "; interrupted"))) {
            // Before the shutdown goes on, which ends the process: so not in an outer finally.
            try {
                return run.run(inputs, new WaitListener(output, shutdown));
            } finally {
                output.flush();
            }
        }
    }

    /** Whoever waits for our output sees all of it while we wait for input. */
    private record WaitListener(LineOutput output, OrderlyShutdown shutdown)
            implements Waiting.Listener {
        @Override
        public void waitBegins() {
            output.flush();
            shutdown.runnerWaits();
        }

        @Override
        public void waitEnds() {
            shutdown.runnerWorks();
        }
    }

    private Report report(WasmFilter filter, LineOutput output, Messages messages, Tally tally) {
        if (outcomes) {
            return new OutcomeReport(output, tally, filter.eventFormat());
        }
        RecordText records =
                new RecordText(filter.eventFormat(), filter.limits().maxNestingDepth());
        return new RecordReport(output, messages, tally, filter.failureHandling(), records);
    }

    private EventParser parser() {
        return events
                ? EventParser.ofEvents(options.eventFormat(), tag, time)
                : EventParser.ofRecords(options.eventFormat(), tag, time);
    }

    private static void printCounts(Messages messages, Tally tally, String ending) {
        tally.reportOnce(counts -> messages.note(counts + ending));
    }
}
