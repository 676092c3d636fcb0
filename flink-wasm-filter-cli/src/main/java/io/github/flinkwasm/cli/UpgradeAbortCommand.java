package io.github.flinkwasm.cli;

import io.github.flinkwasm.ModuleCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wasm-filter upgrade abort}: has the job forget a staged module. */
@Command(
        name = "abort",
        customSynopsis = "wasm-filter upgrade abort --id=ID [OPTION]...",
        header = "Has a running job forget a staged module.",
        description = {
            "",
            "Also takes an activation back, unless the checkpoint of the switch has begun. To go"
                    + " back after that, stage the old module under a new id and activate it.",
            ""
        },
        versionProvider = Versions.class,
        sortOptions = false,
        optionListHeading = "Options:%n",
        footer = {
            "",
            "Exit status:",
            "    0  the command is written",
            "    2  wrong usage",
            "   70  the command cannot be written, or wasm-filter has a defect"
        })
final class UpgradeAbortCommand implements Callable<Integer> {
    private final StandardStreams streams;

    @Mixin private UpgradeIdOptions upgrade = new UpgradeIdOptions();
    @Mixin private CommandOutput output = new CommandOutput();
    @Mixin private FlinkOptions flink = new FlinkOptions();

    UpgradeAbortCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        ModuleCommand abort = ModuleCommand.abort(upgrade.id());
        flink.initializeFileSystems();
        output.requireDirectory();
        output.send(abort, streams);
        return ExitStatus.OK;
    }
}
