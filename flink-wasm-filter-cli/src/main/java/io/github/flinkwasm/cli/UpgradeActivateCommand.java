package io.github.flinkwasm.cli;

import io.github.flinkwasm.ModuleCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wasm-filter upgrade activate}: lets the staged module take over. */
@Command(
        name = "activate",
        customSynopsis = "wasm-filter upgrade activate --id=ID --reports=PATH [OPTION]...",
        header = "Lets a staged module take over on all subtasks, if all are ready.",
        description = {
            "",
            "Reads the job's reports first, and writes no command unless they say that every"
                    + " subtask is ready: one that is not would hold up the job's checkpoints, and"
                    + " after a while end the job, which then restarts.",
            ""
        },
        versionProvider = Versions.class,
        sortOptions = false,
        optionListHeading = "Options:%n",
        footer = {
            "",
            "Example:",
            "  wasm-filter upgrade activate --id redact-7 --reports s3://filters/reports \\",
            "      --to s3://filters/commands",
            "",
            "Exit status:",
            "    0  the command is written",
            "    2  wrong usage, or reports that cannot be read",
            "    5  not all subtasks are ready yet, and no command is written",
            "    6  the upgrade was rejected, refused or forgotten, and no command is written",
            "   70  the command cannot be written, or wasm-filter has a defect"
        })
final class UpgradeActivateCommand implements Callable<Integer> {
    private final StandardStreams streams;

    @Mixin private UpgradeIdOptions upgrade = new UpgradeIdOptions();
    @Mixin private ReportsOptions reports = new ReportsOptions();
    @Mixin private CommandOutput output = new CommandOutput();
    @Mixin private FlinkOptions flink = new FlinkOptions();

    @Option(
            names = "--force",
            order = 2,
            description = "Do not look at reports, and write the command in any case.")
    private boolean force;

    UpgradeActivateCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        String id = upgrade.id();
        if (force == reports.areGiven()) {
            throw new UsageException(
                    force
                            ? "'--force' and '--reports' exclude each other: with '--force' no"
                                    + " report is looked at."
                            : "Missing option: '--reports'; say where the job's reports are (- is"
                                    + " standard input), so that nothing is activated that is not"
                                    + " ready. '--force' does without.");
        }
        flink.initializeFileSystems();
        output.requireDirectory();
        if (!force) {
            UpgradeProgress progress = reports.read(id, streams);
            if (progress.phase() != UpgradeProgress.Phase.READY) {
                Messages messages = new Messages(streams.err(), false);
                UpgradeProgressText.of(progress).forEach(messages::problem);
                messages.problem("nothing was activated");
                return progress.exitStatus(UpgradeProgress.Phase.READY) == ExitStatus.OK
                        ? ExitStatus.UPGRADE_OVER
                        : progress.exitStatus(UpgradeProgress.Phase.READY);
            }
        }
        output.send(ModuleCommand.activate(id), streams);
        return ExitStatus.OK;
    }
}
