package io.github.flinkwasm.cli;

import io.github.flinkwasm.ModuleCommand;
import picocli.CommandLine.Option;

/** Which upgrade. */
final class UpgradeIdOptions {

    @Option(
            names = "--id",
            paramLabel = "ID",
            required = true,
            order = 0,
            description =
                    "The upgrade: 1 to 100 letters, digits, dots, dashes and underscores, which no"
                            + " earlier upgrade of the job has had.")
    private String id = "";

    /**
     * @throws io.github.flinkwasm.InvalidConfigurationException if it cannot be one
     */
    String id() {
        return ModuleCommand.activate(id).upgradeId();
    }
}
