package io.github.flinkwasm.cli;

import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModuleReference;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wasm-filter upgrade stage}: checks a module, and has all subtasks get it ready. */
@Command(
        name = "stage",
        customSynopsis = "wasm-filter upgrade stage --id=ID --wasm=URI [OPTION]...",
        header = "Has a running job get another module ready, which it does not use yet.",
        description = {
            "",
            "Reads the module, computes its SHA-256 and looks at it as \"wasm-filter check\" does:"
                    + " what the job would reject is refused here, as far as it can be seen here."
                    + " Give the limits and grants of the job's filter, so that start code runs as"
                    + " it will there. Every subtask then reports whether it is ready.",
            ""
        },
        versionProvider = Versions.class,
        sortOptions = false,
        optionListHeading = "Options:%n",
        footer = {
            "",
            "Examples:",
            "  wasm-filter upgrade stage --id redact-7 --wasm s3://filters/redact-7.wasm \\",
            "      | kafka-console-producer.sh --bootstrap-server b:9092 --topic commands",
            "  wasm-filter upgrade stage --id redact-7 --wasm redact-7.wasm \\",
            "      --as s3://filters/redact-7.wasm --to s3://filters/commands",
            "",
            "Exit status:",
            "    0  the command is written",
            "    2  wrong usage",
            "    3  the module was refused, and no command is written",
            "   70  the command cannot be written, or wasm-filter has a defect"
        })
final class UpgradeStageCommand implements Callable<Integer> {
    private final StandardStreams streams;

    @Mixin private UpgradeIdOptions upgrade = new UpgradeIdOptions();
    @Mixin private ModuleOptions module = new ModuleOptions();
    @Mixin private CommandOutput output = new CommandOutput();
    @Mixin private FlinkOptions flink = new FlinkOptions();

    @Option(
            names = "--as",
            paramLabel = "URI",
            order = 1,
            description =
                    "The URI by which TaskManagers read the module, where that is another one than"
                            + " here. They accept the same bytes only. Default: --wasm, a path made"
                            + " absolute.")
    private @Nullable String jobUri;

    @Option(
            names = "--function",
            paramLabel = "NAME",
            order = 2,
            description =
                    "The function of the new module that the job shall call. Without it, the job"
                            + " calls the one that it is configured with, and here any export that"
                            + " is a filter will do.")
    private @Nullable String functionName;

    UpgradeStageCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (functionName != null && functionName.isBlank()) {
            throw new UsageException(
                    "Invalid value for option '--function': the name is empty; leave the option out"
                            + " to keep the function of the job.");
        }
        String id = upgrade.id();
        String uri = uriForTheJob();
        flink.initializeFileSystems();
        output.requireDirectory();
        Messages messages = new Messages(streams.err(), false);
        ModuleFacts facts =
                new ModuleCheck(
                                module.filter()
                                        .setFunctionName(
                                                functionName == null ? "any" : functionName),
                                functionName,
                                messages)
                        .run();
        facts.refusals().forEach(messages::problem);
        if (!facts.refusals().isEmpty()) {
            return ExitStatus.MODULE_REFUSED;
        }
        Hazards.of(facts).stream()
                .filter(hazard -> hazard.level() == Hazard.Level.WARNING)
                .forEach(hazard -> messages.note("warning: " + hazard.finding()));
        ModuleCommand stage =
                ModuleCommand.stage(id, ModuleReference.pinned(uri, facts.loaded().sha256()));
        output.send(functionName == null ? stage : stage.withFunctionName(functionName), streams);
        noteWhereTheJobLooks(uri, messages);
        return ExitStatus.OK;
    }

    private String uriForTheJob() {
        if (jobUri != null) {
            String uri = ModuleOptions.reference("--as", jobUri).uri();
            if (isLocal(uri) && !uri.startsWith("/") && !uri.startsWith("file:")) {
                throw new UsageException(
                        "Invalid value for option '--as': \"%s\" is a relative path, which is another file for every TaskManager. Give a URI or an absolute path."
                                .formatted(Printable.name(uri)));
            }
            return uri;
        }
        String uri = module.reference().uri();
        return isLocal(uri) && !uri.startsWith("file:") ? absolute(uri) : uri;
    }

    private static String absolute(String path) {
        try {
            return Path.of(path).toAbsolutePath().normalize().toString();
        } catch (InvalidPathException noPath) {
            throw new UsageException(
                    "Invalid value for option '--wasm': " + noPath.getMessage() + ".");
        }
    }

    private static boolean isLocal(String uri) {
        return uri.startsWith("file:") || !uri.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
    }

    private static void noteWhereTheJobLooks(String uri, Messages messages) {
        if (isLocal(uri)) {
            messages.note(
                    "every TaskManager has to have the module at "
                            + Printable.name(uri)
                            + " on its own machine");
        } else if (uri.startsWith("classpath:")) {
            messages.note(
                    "every TaskManager looks for %s in the job's jar"
                            .formatted(Printable.name(uri)));
        }
    }
}
