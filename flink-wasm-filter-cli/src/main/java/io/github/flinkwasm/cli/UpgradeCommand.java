package io.github.flinkwasm.cli;

import picocli.CommandLine.Command;

/** {@code wasm-filter upgrade}: what an operator says to a running job about its module. */
@Command(
        name = "upgrade",
        header = "Gives a running job another module, without a restart.",
        description = {
            "",
            "For a job whose filter has a control stream. A command is one line of JSON: it goes to"
                    + " standard output, from where another program takes it to the control stream,"
                    + " or with --to into a directory that the job watches.",
            ""
        },
        sortOptions = false,
        optionListHeading = "Options:%n",
        commandListHeading = "%nCommands:%n",
        footer = {"", "\"wasm-filter upgrade COMMAND --help\" says more of each."},
        versionProvider = Versions.class,
        synopsisSubcommandLabel = "COMMAND")
final class UpgradeCommand {}
