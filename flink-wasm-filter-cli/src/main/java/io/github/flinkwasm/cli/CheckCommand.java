package io.github.flinkwasm.cli;

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
                    + " about it. The module is started once, within the given limits; no event is"
                    + " run.",
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
            "",
            "Exit status:",
            "    0  the module can be used, whatever warnings and notes there are",
            "    2  wrong usage",
            "    3  the module was refused",
            "   70  the output cannot be written, or wasm-filter has a defect"
        })
final class CheckCommand implements Callable<Integer> {
    private final StandardStreams streams;

    @Mixin private ModuleOptions module = new ModuleOptions();

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
    public Integer call() {
        if (functionName != null && functionName.isBlank()) {
            throw new UsageException(
                    "Invalid value for option '--function': the name is empty; leave the option out"
                            + " to look at all exports.");
        }
        FlinkFileSystems.initialize(System.getenv());
        Messages messages = new Messages(streams.err(), false);
        ModuleFacts facts = new ModuleCheck(module.filter(), functionName, messages).run();
        List<Hazard> hazards = Hazards.of(facts);
        LineOutput output = new LineOutput(streams.out());
        if (json) {
            output.line(CheckJson.of(facts, hazards));
        } else {
            CheckText.of(facts, hazards).forEach(output::line);
        }
        output.flush();
        facts.refusals().forEach(messages::problem);
        return facts.refusals().isEmpty() ? ExitStatus.OK : ExitStatus.MODULE_REFUSED;
    }
}
