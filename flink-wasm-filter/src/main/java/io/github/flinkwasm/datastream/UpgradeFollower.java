package io.github.flinkwasm.datastream;

import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.WasmFilterException;
import io.github.flinkwasm.internal.execution.FilterExecutor;
import io.github.flinkwasm.internal.execution.StagedExecutor;
import io.github.flinkwasm.internal.metrics.UpgradeMetrics;
import io.github.flinkwasm.internal.metrics.UpgradeMetrics.Staged;
import io.github.flinkwasm.internal.upgrade.CompletedUpgrade;
import io.github.flinkwasm.internal.upgrade.PlannedUpgrade;
import io.github.flinkwasm.internal.upgrade.UpgradePlan;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.TaskInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does on one subtask what the plans say: has the staged module made ready in the background, and
 * lets it take over right after the barrier of the first checkpoint whose id is the plan's target
 * or more. Used by the subtask's thread alone.
 *
 * <p>A plan that comes too late, because an unaligned barrier has overtaken it, cannot be followed
 * any more without being at odds with the other subtasks: then the job fails, and this happens
 * before the checkpoint that the barrier belongs to can be complete. So no checkpoint ever holds
 * two modules.
 */
final class UpgradeFollower {

    private static final Logger LOG = LoggerFactory.getLogger(UpgradeFollower.class);

    /** Before a module that could not be read is tried again, while a barrier waits for it. */
    private static final Duration RETRY = Duration.ofMillis(500);

    /** Every place in which the module was not may be named, each by a long URI. */
    private static final int LONGEST_REASON = 4_000;

    private final ElementFilter<?, ?> filter;
    private final UpgradeOptions options;
    private final long restored;
    private final TaskInfo task;
    private final PendingReports reports = new PendingReports();

    /** Modules of this subtask are made ready one after the other. */
    private final Semaphore stagingTurn = new Semaphore(1);

    private @Nullable UpgradeMetrics metrics;

    /** Sent since the job was started or restored; null until there is one. */
    private @Nullable UpgradePlan plan;

    /** From before the restore, out of the state or off the wire: holds if no other one comes. */
    private @Nullable UpgradePlan held;

    private @Nullable PlannedUpgrade stagedUpgrade;

    /** Of the upgrade that is staged; null if there is none, or it has the running one's id. */
    private @Nullable StagedExecutor staged;

    private boolean outcomeReported;

    private String runningUpgrade;
    private long lastBarrier;

    /** The checkpoint at which the running module took over since the start; 0 if none did. */
    private long switchedAt;

    /**
     * @param restored the checkpoint from which the job was restored, 0 for none
     */
    UpgradeFollower(
            ElementFilter<?, ?> filter, UpgradeOptions options, long restored, TaskInfo task)
            throws Exception {
        this.filter = filter;
        this.options = options;
        this.restored = restored;
        this.lastBarrier = restored;
        this.task = task;
        this.held = filter.pinState().restoredPlan();
        CompletedUpgrade upgrade = filter.pinState().restoredUpgrade();
        this.runningUpgrade = upgrade == null ? UpgradeReport.INITIAL : upgrade.upgrade().id();
    }

    PendingReports reports() {
        return reports;
    }

    /** Once the filter is open. */
    void open() {
        metrics = filter.metrics().showUpgrades();
        report(State.RUNNING, runningUpgrade, filter.runningSha256(), lastBarrier, "");
        if (held != null) {
            stage(held.upgrade());
        }
    }

    /** Takes a plan. */
    void follow(byte[] bytes) {
        UpgradePlan next = UpgradePlan.fromBytes(bytes);
        if (next.sentAfter() < restored) {
            held = next;
            stage(next.upgrade());
            return;
        }
        held = null;
        requireInTime(next);
        plan = next;
        stage(next.upgrade());
    }

    /** No plans will come: if there was none since the restore, that of the checkpoint holds. */
    void endPlans() {
        UpgradePlan left = held;
        held = null;
        if (left != null && left.isActivation()) {
            requireInTime(left);
            plan = left;
        } else if (left != null) {
            stage(null);
        }
    }

    private void requireInTime(UpgradePlan next) {
        PlannedUpgrade upgrade = next.upgrade();
        boolean missed =
                upgrade != null
                        && next.isActivation()
                        && next.target() <= lastBarrier
                        && !upgrade.id().equals(runningUpgrade);
        boolean overtaken = switchedAt > next.sentAfter() && !next.activates(runningUpgrade);
        if (missed || overtaken) {
            throw new UpgradeOvertakenException(
                    ("Checkpoint barrier %d reached subtask %d before a command about upgrade %s"
                                    + " that had been sent ahead of it, so this subtask cannot"
                                    + " switch where the others do. The job restarts from its last"
                                    + " checkpoint, and the command is carried out again. This is"
                                    + " rare: it takes an unaligned checkpoint after an aborted"
                                    + " one, or a command to abort that crosses the switch.")
                            .formatted(
                                    lastBarrier,
                                    task.getIndexOfThisSubtask(),
                                    missed ? upgrade.id() : runningUpgrade));
        }
    }

    /** An activation that other subtasks follow and this one no longer can. */
    static final class UpgradeOvertakenException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        UpgradeOvertakenException(String message) {
            super(message);
        }
    }

    private void stage(@Nullable PlannedUpgrade upgrade) {
        if (Objects.equals(upgrade, stagedUpgrade)) {
            if (isLoadProblem()) {
                // Told once more: somebody may have put the file back.
                restart();
                report(State.STAGING, upgrade, upgrade.module().toString());
            }
            return;
        }
        discard();
        if (upgrade == null || isRunning(upgrade)) {
            return;
        }
        stagedUpgrade = upgrade;
        if (upgrade.id().equals(runningUpgrade)) {
            // The ledger lets no id come twice, unless its state was left behind meanwhile.
            reject(
                    upgrade,
                    "this id is that of the running module, %s; give this upgrade an id of its own"
                            .formatted(cut(filter.runningName())));
        } else {
            restart();
            report(State.STAGING, upgrade, upgrade.module().toString());
        }
    }

    private boolean isRunning(PlannedUpgrade upgrade) {
        return upgrade.id().equals(runningUpgrade) && filter.runs(upgrade);
    }

    private void restart() {
        PlannedUpgrade upgrade = Objects.requireNonNull(stagedUpgrade);
        WasmFilter configured = filter.filter();
        staged =
                StagedExecutor.start(
                        () -> upgrade.applyTo(configured),
                        ElementFilter.guestLog(
                                upgrade.functionNameOr(configured.functionName()),
                                upgrade.module()),
                        options.warmUp(),
                        stagingTurn,
                        "wasm-filter-staging-" + upgrade.id() + "-" + task.getIndexOfThisSubtask());
        outcomeReported = false;
        show(Staged.PREPARING);
    }

    private void discard() {
        PlannedUpgrade upgrade = stagedUpgrade;
        if (upgrade != null) {
            if (staged != null) {
                staged.discard();
            }
            report(State.DISCARDED, upgrade, upgrade.module().toString());
            show(Staged.NONE);
        }
        staged = null;
        stagedUpgrade = null;
    }

    /** Whether a module is being made ready, or its outcome is not reported yet. */
    boolean isStaging() {
        return staged != null && !outcomeReported;
    }

    /** Reports a module that has become ready, or never will. */
    void look() {
        StagedExecutor looked = staged;
        PlannedUpgrade upgrade = stagedUpgrade;
        if (looked == null || upgrade == null || outcomeReported || !looked.isDone()) {
            return;
        }
        outcomeReported = true;
        Throwable problem = looked.problem().orElse(null);
        if (problem == null) {
            show(Staged.READY);
            report(
                    State.READY,
                    upgrade,
                    upgrade.module()
                            + (looked.warmingCalls() == 0
                                    ? ""
                                    : ", warmed with %,d calls".formatted(looked.warmingCalls())));
        } else {
            reject(upgrade, describe(problem));
            // What we say ourselves needs no trace.
            if (!(problem instanceof WasmFilterException)) {
                LOG.warn("It was not expected.", problem);
            }
        }
    }

    private void reject(PlannedUpgrade upgrade, String reason) {
        show(Staged.REJECTED);
        LOG.warn(
                "The module of upgrade {} is rejected on subtask {}, and what runs goes on: {}",
                upgrade.id(),
                task.getIndexOfThisSubtask(),
                reason);
        report(State.REJECTED, upgrade, reason);
    }

    private static String describe(Throwable problem) {
        String message = problem.getMessage();
        return message == null ? problem.getClass().getSimpleName() : cut(message);
    }

    private static String cut(String reason) {
        return reason.length() <= LONGEST_REASON
                ? reason
                : reason.substring(0, LONGEST_REASON) + "…";
    }

    /** The upgrade that takes over after the barrier of this checkpoint; null for none. */
    private @Nullable PlannedUpgrade dueAt(long checkpointId) {
        return plan != null
                        && plan.isActivation()
                        && checkpointId >= plan.target()
                        && !plan.activates(runningUpgrade)
                ? plan.upgrade()
                : null;
    }

    /**
     * Waits for the module that takes over after the barrier of this checkpoint, if one does.
     *
     * @throws ModuleLoadException if it cannot be read
     * @throws ModuleRejectedException if it cannot be used, or is not ready in time
     */
    void awaitReady(long checkpointId) throws InterruptedException {
        PlannedUpgrade due = dueAt(checkpointId);
        if (due == null) {
            return;
        }
        long end = System.nanoTime() + options.activationTimeout().toNanos();
        while (true) {
            StagedExecutor awaited = Objects.requireNonNull(staged);
            long left = end - System.nanoTime();
            boolean done = awaited.await(Duration.ofNanos(Math.max(left, 0)));
            if (!done) {
                throw new ModuleRejectedException(
                        notReady(due, checkpointId)
                                + "after %s. Activate an upgrade when all subtasks have reported"
                                        .formatted(options.activationTimeout())
                                + " READY, or allow more time (withActivationTimeout).");
            }
            Throwable problem = awaited.problem().orElse(null);
            if (problem == null) {
                look();
                return;
            }
            if (!(problem instanceof ModuleLoadException)
                    || end - System.nanoTime() < RETRY.toNanos()) {
                String message =
                        notReady(due, checkpointId)
                                + "but was rejected: "
                                + describe(problem)
                                + " To keep the running module, send ABORT "
                                + due.id()
                                + ".";
                throw problem instanceof ModuleLoadException
                        ? new ModuleLoadException(message, problem)
                        : new ModuleRejectedException(message, problem);
            }
            TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
            restart();
        }
    }

    private String notReady(PlannedUpgrade due, long checkpointId) {
        return "Upgrade %s is to take over at checkpoint %d, but module %s is not ready on subtask %d "
                .formatted(due.id(), checkpointId, due.module(), task.getIndexOfThisSubtask());
    }

    private boolean isLoadProblem() {
        return staged != null
                && staged.problem().filter(ModuleLoadException.class::isInstance).isPresent();
    }

    /** The barrier has passed: from the next element on, the module that is due runs. */
    void passBarrier(long checkpointId) throws Exception {
        lastBarrier = checkpointId;
        PlannedUpgrade due = dueAt(checkpointId);
        if (due != null) {
            FilterExecutor ready = Objects.requireNonNull(staged).take();
            if (ready == null) {
                throw new IllegalStateException(notReady(due, checkpointId));
            }
            staged = null;
            stagedUpgrade = null;
            filter.upgradeTo(due, ready);
            runningUpgrade = due.id();
            switchedAt = checkpointId;
            show(Staged.NONE);
            Objects.requireNonNull(metrics).showSwitch(checkpointId);
            report(State.ACTIVATED, due, due.module().toString());
        }
        filter.pinState().keepPlan(unfinishedPlan());
    }

    private @Nullable UpgradePlan unfinishedPlan() {
        UpgradePlan known = plan == null ? held : plan;
        return known == null || known.upgrade() == null || known.activates(runningUpgrade)
                ? null
                : known;
    }

    void complete(long checkpointId) {
        if (checkpointId >= switchedAt) {
            filter.forgetFormerModules();
        }
    }

    void close() {
        if (staged != null) {
            staged.discard();
            staged = null;
        }
    }

    private void show(Staged state) {
        if (metrics != null) {
            metrics.show(state);
        }
    }

    private void report(State state, PlannedUpgrade upgrade, String detail) {
        report(state, upgrade.id(), upgrade.sha256(), lastBarrier, detail);
    }

    private void report(
            State state, String upgradeId, String sha256, long checkpointId, String detail) {
        reports.add(
                new UpgradeReport(
                        state,
                        upgradeId,
                        sha256,
                        task.getIndexOfThisSubtask(),
                        task.getNumberOfParallelSubtasks(),
                        checkpointId,
                        detail));
    }
}
