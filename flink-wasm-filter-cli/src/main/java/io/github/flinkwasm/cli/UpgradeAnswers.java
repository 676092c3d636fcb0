package io.github.flinkwasm.cli;

import io.github.flinkwasm.ModuleCommand.Action;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import io.github.flinkwasm.internal.upgrade.CommandAnswer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the job answered to commands, as far as one upgrade is concerned: to those about it, and to
 * those that staged another one in its place. One operator gives all answers, so their order is
 * that of what was done.
 */
final class UpgradeAnswers {
    private final String upgradeId;
    private @Nullable UpgradeReport last;

    /** The last command about it that was carried out, or waits for that. */
    private @Nullable Action accepted;

    private boolean forgotten;

    UpgradeAnswers(String upgradeId) {
        this.upgradeId = upgradeId;
    }

    void add(UpgradeReport answer) {
        Action action =
                answer.state() == State.ACCEPTED
                        ? CommandAnswer.actionOf(answer).orElse(null)
                        : null;
        if (!answer.upgradeId().equals(upgradeId)) {
            // What waits behind an activation of it does not end it.
            forgotten |= action == Action.STAGE && accepted == Action.STAGE;
            return;
        }
        last = answer;
        if (action != null) {
            // Commands that waited are answered once more when they are carried out.
            accepted = action;
            forgotten = action == Action.ABORT;
        }
    }

    /** The last one about the upgrade. */
    Optional<UpgradeReport> last() {
        return Optional.ofNullable(last);
    }

    /** Whether the upgrade was aborted, or another one was staged before it was activated. */
    boolean isForgotten() {
        return forgotten;
    }

    /** Whether its id is that of an upgrade that is over, and may never have been activated. */
    boolean isOver() {
        return last != null && CommandAnswer.saysOver(last) && accepted != Action.ACTIVATE;
    }
}
