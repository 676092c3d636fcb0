package io.github.flinkwasm.cli;

import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far one upgrade is, by all reports of a filter in their order. A report replaces what its
 * subtask said before; a subtask that starts again with another module has nothing ready any more;
 * with another parallelism all subtasks are new, but an upgrade that was over stays over.
 */
final class UpgradeProgress {

    /** How far an upgrade is as a whole. */
    enum Phase {
        /** No report is about it. */
        UNKNOWN,

        /** Not every subtask is ready. */
        STAGING,

        /** Every subtask is ready. */
        READY,

        /** Some subtasks have switched, and all others are ready. */
        ACTIVATING,

        /** Every subtask runs it. */
        ACTIVATED,

        /** A subtask cannot get it ready. */
        REJECTED,

        /** A command about it cannot be carried out, or its id is that of an earlier upgrade. */
        REFUSED,

        /** It was forgotten: aborted, or another one was staged in its place. */
        DISCARDED,

        /** It ran, and another one took over from it. */
        REPLACED
    }

    /** How far one subtask is. */
    enum Step {
        STAGING,
        READY,
        REJECTED,
        DISCARDED,
        ACTIVATED,
        REPLACED
    }

    /**
     * What a subtask said last.
     *
     * @param checkpointId of {@link Step#ACTIVATED}, where it switched; 0 where it started with it
     */
    record SubtaskProgress(Step step, long checkpointId, String detail) {}

    private final String upgradeId;
    private final UpgradeAnswers answers;
    private final Map<Integer, SubtaskProgress> subtasks = new TreeMap<>();
    private int parallelism;
    private String sha256 = "";

    /** How it ended, by what subtasks of an earlier parallelism said; null if it did not. */
    private @Nullable Phase ended;

    UpgradeProgress(String upgradeId) {
        this.upgradeId = upgradeId;
        this.answers = new UpgradeAnswers(upgradeId);
    }

    void add(UpgradeReport report) {
        if (!report.isOfSubtask()) {
            answers.add(report);
            return;
        }
        if (report.parallelism() != parallelism) {
            parallelism = report.parallelism();
            ended = endBySubtasks();
            subtasks.clear();
        }
        if (report.upgradeId().equals(upgradeId)) {
            sha256 = report.sha256();
            addOurs(report);
        } else {
            addOthers(report);
        }
    }

    private void addOurs(UpgradeReport report) {
        SubtaskProgress before = subtasks.get(report.subtask());
        if (report.state() != State.DISCARDED) {
            ended = null;
        }
        boolean ranBefore = before != null && before.step() == Step.ACTIVATED;
        subtasks.put(
                report.subtask(),
                switch (report.state()) {
                    case RUNNING ->
                            new SubtaskProgress(
                                    Step.ACTIVATED, ranBefore ? before.checkpointId() : 0, "");
                    case STAGING -> new SubtaskProgress(Step.STAGING, 0, report.detail());
                    case READY -> new SubtaskProgress(Step.READY, 0, report.detail());
                    case REJECTED -> new SubtaskProgress(Step.REJECTED, 0, report.detail());
                    case DISCARDED -> new SubtaskProgress(Step.DISCARDED, 0, report.detail());
                    case ACTIVATED ->
                            new SubtaskProgress(
                                    Step.ACTIVATED, report.checkpointId(), report.detail());
                    case ACCEPTED, IGNORED, REFUSED ->
                            throw new IllegalArgumentException(report + " is of no subtask");
                });
    }

    private void addOthers(UpgradeReport report) {
        SubtaskProgress before = subtasks.get(report.subtask());
        if (before == null || before.step() == Step.REPLACED) {
            return;
        }
        if (report.state() == State.ACTIVATED && before.step() == Step.ACTIVATED) {
            subtasks.put(
                    report.subtask(),
                    new SubtaskProgress(
                            Step.REPLACED, report.checkpointId(), "by " + report.upgradeId()));
        } else if (report.state() == State.RUNNING && before.step() != Step.DISCARDED) {
            // It failed meanwhile, and tells anew what it has.
            subtasks.remove(report.subtask());
        }
    }

    String upgradeId() {
        return upgradeId;
    }

    /** Of the module that subtasks spoke of; else of the command; empty if nobody named one. */
    String sha256() {
        return sha256.isEmpty() ? answers.last().map(UpgradeReport::sha256).orElse("") : sha256;
    }

    /** How many subtasks there are; 0 if none has said anything. */
    int parallelism() {
        return parallelism;
    }

    /** By the subtask's number, those that have said something of this upgrade. */
    Map<Integer, SubtaskProgress> subtasks() {
        return subtasks;
    }

    /** What became of the last command about it. */
    Optional<UpgradeReport> answer() {
        return answers.last();
    }

    Phase phase() {
        Collection<SubtaskProgress> all = subtasks.values();
        boolean everybodySpoke = parallelism > 0 && all.size() == parallelism;
        if (isRefused(everybodySpoke && count(Step.ACTIVATED) == parallelism)) {
            return Phase.REFUSED;
        }
        if (count(Step.REJECTED) > 0) {
            return Phase.REJECTED;
        }
        Phase end = end();
        if (end != null) {
            return end;
        }
        if (all.isEmpty() && answers.isOver()) {
            return Phase.REFUSED;
        }
        if (all.isEmpty() && answers.last().isEmpty()) {
            return Phase.UNKNOWN;
        }
        long ready = count(Step.READY);
        long activated = count(Step.ACTIVATED);
        if (!everybodySpoke || ready + activated < parallelism) {
            return Phase.STAGING;
        }
        if (activated == 0) {
            return Phase.READY;
        }
        return ready == 0 ? Phase.ACTIVATED : Phase.ACTIVATING;
    }

    /** How it ended; null if it did not. */
    private @Nullable Phase end() {
        Phase end = endBySubtasks();
        // An abort may still wait behind other commands, and be refused, where this one runs.
        return end == null && answers.isForgotten() && count(Step.ACTIVATED) == 0
                ? Phase.DISCARDED
                : end;
    }

    private @Nullable Phase endBySubtasks() {
        if (count(Step.DISCARDED) > 0) {
            return Phase.DISCARDED;
        }
        return count(Step.REPLACED) > 0 ? Phase.REPLACED : ended;
    }

    /**
     * A command that was refused, unless it came too late to matter; and one about another module
     * than an earlier upgrade has had under this id.
     */
    private boolean isRefused(boolean isActivated) {
        UpgradeReport last = answers.last().orElse(null);
        if (last == null) {
            return false;
        }
        boolean isOfAnotherModule =
                !last.sha256().isEmpty() && !sha256.isEmpty() && !last.sha256().equals(sha256);
        return switch (last.state()) {
            // Accepted where the ids of earlier upgrades are not known any more.
            case ACCEPTED -> isOfAnotherModule && count(Step.ACTIVATED) > 0;
            case REFUSED -> isOfAnotherModule || !isActivated;
            default -> isOfAnotherModule;
        };
    }

    long count(Step step) {
        return subtasks.values().stream().filter(subtask -> subtask.step() == step).count();
    }

    /**
     * @param expected {@link Phase#READY} or {@link Phase#ACTIVATED}
     */
    int exitStatus(Phase expected) {
        return switch (phase()) {
            case UNKNOWN, STAGING -> ExitStatus.UPGRADE_UNFINISHED;
            case READY, ACTIVATING ->
                    expected == Phase.READY ? ExitStatus.OK : ExitStatus.UPGRADE_UNFINISHED;
            case ACTIVATED -> ExitStatus.OK;
            case REJECTED, REFUSED, DISCARDED, REPLACED -> ExitStatus.UPGRADE_OVER;
        };
    }
}
