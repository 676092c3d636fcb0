package io.github.flinkwasm.cli;

import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import io.github.flinkwasm.datastream.ModuleUpgrades;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a job of two subtasks says about upgrades. */
final class UpgradeReports {
    static final String SHA256 = "ab".repeat(32);
    static final String OTHER_SHA256 = "cd".repeat(32);

    private UpgradeReports() {}

    static UpgradeReport report(String upgrade, State state, int subtask, long checkpoint) {
        return new UpgradeReport(
                state, upgrade, SHA256, subtask, 2, checkpoint, state + " says subtask " + subtask);
    }

    static String lines(UpgradeReport... reports) {
        return Stream.of(reports)
                .map(ModuleUpgrades::toJson)
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
