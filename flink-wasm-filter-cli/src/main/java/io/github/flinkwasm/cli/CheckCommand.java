package io.github.flinkwasm.cli;

import io.github.flinkwasm.WasmFilter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wasm-filter check}: what a module is, and what could go wrong with it. */
@Command(
        name = "check",
        customSynopsis = "wasm-filter check --wasm=URI [OPTION]...",
        header = "Says what a module is, how it will be run, and what could go wrong.",
        description = {
            "",
            "Prints the module's filters, exports, imports, memory and tables, how tag and record"
                    + " reach it and why, which start code runs, and every hazard with what to do"
                    + " about it. The module is started once, within the given limits. No event is"
                    + " run, unless --stateless asks for it.",
            ""
        },
        versionProvider = Versions.class,
        sortOptions = false,
        optionListHeading = "Options:%n",
        footer = {
            "",
            "Examples:",
            "  wasm-filter check --wasm redact.wasm",
            "  wasm-filter check --wasm redact.wasm --function redact --memory 32m",
            "  wasm-filter check --wasm redact.wasm --function redact \\",
            "      --stateless --records app.jsonl",
            "",
            "A job restarts, rescales and resets its guests whenever it must, so a filter has to"
                    + " treat every event alone. --stateless finds out: the events run in fresh"
                    + " instances, then all of them in one instance, in order and shuffled, with"
                    + " the clock stopped and random numbers fixed. The first event whose outcome"
                    + " differs is named.",
            "",
            "Exit status:",
            "    0  the module can be used, whatever warnings and notes there are",
            "    2  wrong usage, or an input that cannot be opened or holds no events",
            "    3  the module was refused",
            "    4  the filter is not state-free",
            "   70  the output cannot be written, or wasm-filter has a defect"
        })
final class CheckCommand implements Callable<Integer> {
    private final StandardStreams streams;

    @Mixin private ModuleOptions module = new ModuleOptions();
    @Mixin private CallOptions call = new CallOptions();
    @Mixin private StatelessOptions stateless = new StatelessOptions();
    @Mixin private FlinkOptions flink = new FlinkOptions();

    @Option(
            names = "--function",
            paramLabel = "NAME",
            order = 1,
            description =
                    "The function that shall be a filter. Without it, any export that is one will"
                            + " do.")
    private @Nullable String functionName;

    @Option(
            names = "--json",
            order = 50,
            description = "Print one line of JSON instead of the text.")
    private boolean json;

    CheckCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (functionName != null && functionName.isBlank()) {
            throw new UsageException(
                    "Invalid value for option '--function': the name is empty; leave the option out"
                            + " to look at all exports.");
        }
        stateless.validate(functionName);
        flink.initializeFileSystems();
        Messages messages = new Messages(streams.err(), false);
        // Which function it is makes no difference to most of what is looked at.
        String anyName = functionName == null ? "any" : functionName;
        ModuleFacts facts =
                new ModuleCheck(call.filter(module, anyName), functionName, messages).run();
        StatelessFacts state = facts.refusals().isEmpty() ? state(anyName, messages) : null;
        report(facts, state);
        facts.refusals().forEach(messages::problem);
        if (!facts.refusals().isEmpty()) {
            return ExitStatus.MODULE_REFUSED;
        }
        return state == null || state.isStateless() ? ExitStatus.OK : ExitStatus.NOT_STATELESS;
    }

    private @Nullable StatelessFacts state(String function, Messages messages)
            throws InterruptedException {
        if (!stateless.isAsked()) {
            return null;
        }
        WasmFilter filter = CallOptions.build(call.filter(module, function));
        List<PlacedEvent> events = stateless.events(call.eventFormat(), streams.in());
        return new StatelessCheck(filter, events, messages).run();
    }

    private void report(ModuleFacts facts, @Nullable StatelessFacts state) {
        List<Hazard> hazards = Hazards.of(facts);
        LineOutput output = new LineOutput(streams.out());
        if (json) {
            output.line(CheckJson.of(facts, hazards, state));
        } else {
            CheckText.of(facts, hazards).forEach(output::line);
            if (state != null) {
                StatelessText.of(state).forEach(output::line);
            }
        }
        output.flush();
    }
}
