package io.github.flinkwasm.cli;

import io.github.flinkwasm.cli.UpgradeProgress.Phase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wasm-filter upgrade status}: how far an upgrade is, by the job's reports. */
@Command(
        name = "status",
        customSynopsis = "wasm-filter upgrade status --id=ID [OPTION]...",
        header = "Says how far an upgrade is, by the job's reports.",
        description = {
            "",
            "Reads what the job writes of its upgradable filter, one line of JSON each, in its"
                    + " order. Reports of other upgrades and of earlier attempts of the job are"
                    + " taken for what they are: after a restart, a subtask is as far as it has"
                    + " said since then. Lines that are no reports are left out and counted.",
            ""
        },
        versionProvider = Versions.class,
        sortOptions = false,
        optionListHeading = "Options:%n",
        footer = {
            "",
            "Examples:",
            "  kafka-console-consumer.sh --bootstrap-server b:9092 --topic reports \\",
            "      --from-beginning --timeout-ms 5000 |",
            "      wasm-filter upgrade status --id redact-7",
            "  wasm-filter upgrade status --id redact-7 --reports s3://filters/reports \\",
            "      --expect activated",
            "",
            "Exit status:",
            "    0  it is as far as expected: all subtasks are ready, or have switched",
            "    2  wrong usage, or reports that cannot be read",
            "    5  not yet",
            "    6  it will not be: a subtask rejected the module, a command was refused, or",
            "       the upgrade was forgotten or is over",
            "   70  the output cannot be written, or wasm-filter has a defect"
        })
final class UpgradeStatusCommand implements Callable<Integer> {
    private final StandardStreams streams;

    /** What a script may wait for. */
    enum Expectation {
        READY(Phase.READY),
        ACTIVATED(Phase.ACTIVATED);

        private final Phase phase;

        Expectation(Phase phase) {
            this.phase = phase;
        }
    }

    @Mixin private UpgradeIdOptions upgrade = new UpgradeIdOptions();
    @Mixin private ReportsOptions reports = new ReportsOptions();
    @Mixin private FlinkOptions flink = new FlinkOptions();

    @Option(
            names = "--expect",
            paramLabel = "ready|activated",
            order = 2,
            description =
                    "How far it must be for exit status 0: every subtask has the module ready, or"
                            + " runs it. Default: ready.")
    private Expectation expectation = Expectation.READY;

    @Option(
            names = "--json",
            order = 50,
            description = "Print one line of JSON instead of the text.")
    private boolean json;

    UpgradeStatusCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        String id = upgrade.id();
        flink.initializeFileSystems();
        UpgradeProgress progress = reports.read(id, streams);
        LineOutput output = new LineOutput(streams.out());
        if (json) {
            output.line(UpgradeProgressText.toJson(progress));
        } else {
            UpgradeProgressText.of(progress).forEach(output::line);
        }
        output.flush();
        return progress.exitStatus(expectation.phase);
    }
}
