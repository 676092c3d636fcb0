package io.github.flinkwasm.internal.upgrade;

import io.github.flinkwasm.ModuleCommand.Action;
import io.github.flinkwasm.UpgradeReport;
import java.util.Optional;

/**
 * The words of the ledger's answers that programs read again: which command an answer is about, and
 * that its upgrade is over.
 */
public final class CommandAnswer {
    static final String OVER = "this upgrade is over";

    private CommandAnswer() {}

    static String detail(Action action, String reason) {
        return action + ": " + reason;
    }

    /** Which command a report answers; empty where it is no answer, or one of other words. */
    public static Optional<Action> actionOf(UpgradeReport report) {
        if (!report.isOfSubtask()) {
            for (Action action : Action.values()) {
                if (report.detail().startsWith(detail(action, ""))) {
                    return Optional.of(action);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a report says of a command that its upgrade is over: no id comes twice. */
    public static boolean saysOver(UpgradeReport report) {
        return report.state() == UpgradeReport.State.IGNORED
                && actionOf(report)
                        .filter(action -> report.detail().startsWith(detail(action, OVER)))
                        .isPresent();
    }
}
