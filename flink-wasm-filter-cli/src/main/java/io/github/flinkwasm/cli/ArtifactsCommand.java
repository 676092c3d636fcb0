package io.github.flinkwasm.cli;

import picocli.CommandLine.Command;

/** {@code wasm-filter artifacts}: looks after a store of compiled modules. */
@Command(
        name = "artifacts",
        header = "Lists and removes compiled modules of a store.",
        description = {""},
        sortOptions = false,
        optionListHeading = "Options:%n",
        commandListHeading = "%nCommands:%n",
        footer = {"", "\"wasm-filter artifacts COMMAND --help\" says more of each."},
        versionProvider = Versions.class,
        synopsisSubcommandLabel = "COMMAND")
final class ArtifactsCommand {}
