package io.github.flinkwasm.internal.upgrade;

import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModuleCommandSerializer;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Decides about commands: one operator keeps it, with parallelism 1, so there is one order and one
 * answer. What it decides is in {@link #plan()}, which goes to all subtasks; what it has to say
 * goes to a consumer of reports.
 *
 * <p>Commands behind an activation wait until a checkpoint is complete in which all subtasks have
 * switched: a subtask whose barrier was aborted still has to. See docs/rationale.md, "Why does an
 * activation name a checkpoint?"
 */
public final class UpgradeLedger {

    /** How many ids of upgrades that are over are remembered, to know commands that come again. */
    static final int REMEMBERED = 200;

    /** How many commands may wait: every checkpoint holds them. */
    static final int MOST_WAITING = 100;

    /** In state; a stage with the longest URI and function name has less. */
    private static final int LONGEST_COMMAND_BYTES = 100_000;

    private final Consumer<UpgradeReport> reports;

    /** 0 until the first of a ledger that was not restored, perhaps in a job that was. */
    private long lastBarrier;

    /** Since the start or the restore. Until then nobody knows which ids checkpoints have. */
    private boolean barrierSeen;

    private @Nullable PlannedUpgrade upgrade;
    private long target;

    /** The newest at the end. */
    private final Deque<String> over = new ArrayDeque<>();

    private final Deque<ModuleCommand> waiting = new ArrayDeque<>();

    /**
     * A ledger in which nothing is staged.
     *
     * @param restored the checkpoint from which this ledger was restored, 0 for none
     */
    public UpgradeLedger(long restored, Consumer<UpgradeReport> reports) {
        this.lastBarrier = restored;
        this.reports = reports;
    }

    /**
     * What all subtasks are to do. One of a restored ledger that has seen no barrier yet says that
     * it was sent before the restore, so that subtasks get its module ready, and do not switch.
     */
    public UpgradePlan plan() {
        return new UpgradePlan(barrierSeen ? lastBarrier : 0, upgrade, target);
    }

    /**
     * Takes a command.
     *
     * @return whether the plan is another one now
     */
    public boolean accept(ModuleCommand command) {
        boolean abortsPlan =
                command.action() == ModuleCommand.Action.ABORT
                        && upgrade != null
                        && command.upgradeId().equals(upgrade.id());
        if (abortsPlan || (waiting.isEmpty() && mayCarryOut(command))) {
            return carryOut(command);
        }
        if (waiting.contains(command) || isUnderWay(command)) {
            report(State.IGNORED, command, "it is under way");
            return false;
        }
        if (waiting.size() == MOST_WAITING) {
            report(
                    State.REFUSED,
                    command,
                    "%d commands wait already; send it again later".formatted(MOST_WAITING));
            return false;
        }
        waiting.add(command);
        report(
                State.ACCEPTED,
                command,
                target > 0
                        ? "waits for the activation of upgrade " + plan().upgradeId()
                        : "waits for the first checkpoint");
        return false;
    }

    private boolean isUnderWay(ModuleCommand command) {
        return command.action() == ModuleCommand.Action.ACTIVATE
                && plan().activates(command.upgradeId());
    }

    /**
     * One activation after the other; and none before a barrier has told which ids checkpoints
     * have: in a job that was restored, they do not begin at 1.
     */
    private boolean mayCarryOut(ModuleCommand command) {
        return target == 0
                && (lastBarrier > 0 || command.action() != ModuleCommand.Action.ACTIVATE);
    }

    private boolean carryOut(ModuleCommand command) {
        if (over.contains(command.upgradeId())) {
            report(State.IGNORED, command, CommandAnswer.OVER + "; a new one needs a new id");
            return false;
        }
        return switch (command.action()) {
            case STAGE -> stage(command);
            case ACTIVATE -> activate(command);
            case ABORT -> abort(command);
        };
    }

    private boolean stage(ModuleCommand command) {
        PlannedUpgrade staged = PlannedUpgrade.of(command);
        if (upgrade != null && upgrade.id().equals(staged.id())) {
            boolean same = upgrade.equals(staged);
            report(
                    same ? State.IGNORED : State.REFUSED,
                    command,
                    same
                            ? "it is staged; subtasks that could not read the module try again"
                            : "this id is taken by module "
                                    + upgrade.module()
                                    + "; give this upgrade an id of its own");
            return same;
        }
        String replaced = upgrade == null ? "" : ", in the place of upgrade " + upgrade.id();
        endUpgrade();
        upgrade = staged;
        report(State.ACCEPTED, command, "is staged" + replaced);
        return true;
    }

    private boolean activate(ModuleCommand command) {
        if (upgrade == null || !upgrade.id().equals(command.upgradeId())) {
            report(State.REFUSED, command, notStaged());
            return false;
        }
        target = firstSafeTarget();
        report(State.ACCEPTED, command, "takes over at checkpoint " + target + " or the next");
        return true;
    }

    private boolean abort(ModuleCommand command) {
        if (upgrade == null || !upgrade.id().equals(command.upgradeId())) {
            report(State.REFUSED, command, notStaged());
            return false;
        }
        if (target > 0 && lastBarrier >= target) {
            report(
                    State.REFUSED,
                    command,
                    "its module took over at checkpoint "
                            + target
                            + "; to go back, stage the old module");
            return false;
        }
        report(State.ACCEPTED, command, "is forgotten");
        endUpgrade();
        waitingCommands();
        return true;
    }

    private String notStaged() {
        return upgrade == null
                ? "no upgrade is staged; stage it first"
                : "not this one, but upgrade " + upgrade.id() + " is staged";
    }

    /** The next barrier may overtake the plan; the one after it cannot, if the next completes. */
    private long firstSafeTarget() {
        return lastBarrier + 2;
    }

    private void endUpgrade() {
        if (upgrade != null) {
            remember(upgrade.id());
        }
        upgrade = null;
        target = 0;
    }

    private void remember(String id) {
        over.add(id);
        if (over.size() > REMEMBERED) {
            over.remove();
        }
    }

    /**
     * A checkpoint's barrier passed; {@link #toBytes} is for this checkpoint.
     *
     * <p>After a restore the first one decides anew where an activation takes over. Checkpoints
     * that failed have taken ids, so the id that was named before may be that of this very barrier:
     * then it may overtake the plan, and a command that takes the activation back would come too
     * late.
     *
     * @return whether the plan has to be sent once more: subtasks of a restored job take one from
     *     before the first barrier for an old one
     */
    public boolean passBarrier(long checkpointId) {
        boolean first = !barrierSeen;
        barrierSeen = true;
        lastBarrier = checkpointId;
        if (first && upgrade != null && target > 0) {
            activate(ModuleCommand.activate(upgrade.id()));
        }
        if (first) {
            waitingCommands();
        }
        return first && upgrade != null;
    }

    /**
     * A checkpoint is complete.
     *
     * @return whether the plan is another one now
     */
    public boolean complete(long checkpointId) {
        if (target == 0 || checkpointId < target) {
            return false;
        }
        endUpgrade();
        return waitingCommands();
    }

    private boolean waitingCommands() {
        boolean changed = false;
        while (!waiting.isEmpty() && mayCarryOut(waiting.element())) {
            changed |= carryOut(waiting.remove());
        }
        return changed;
    }

    /** No more commands will come: whatever still waits will not be carried out. */
    public void end() {
        for (ModuleCommand command : waiting) {
            report(
                    State.REFUSED,
                    command,
                    "the control stream ended before it could be carried out");
        }
        waiting.clear();
    }

    private void report(State state, ModuleCommand command, String detail) {
        String sha256 =
                command.module()
                        .flatMap(ModuleReference::sha256)
                        .orElse(
                                upgrade != null && upgrade.id().equals(command.upgradeId())
                                        ? upgrade.sha256()
                                        : "");
        long checkpointId =
                state == State.ACCEPTED && command.action() == ModuleCommand.Action.ACTIVATE
                        ? target
                        : lastBarrier;
        reports.accept(
                new UpgradeReport(
                        state,
                        command.upgradeId(),
                        sha256,
                        0,
                        1,
                        checkpointId,
                        CommandAnswer.detail(command.action(), detail)));
    }

    /** For the checkpoint whose barrier passed last, as it will be true once that is complete. */
    public byte[] toBytes() {
        boolean done = target > 0 && lastBarrier >= target;
        List<String> overThen = new ArrayList<>(over);
        PlannedUpgrade still = upgrade;
        if (done && still != null) {
            overThen.add(still.id());
            still = null;
        }
        PlannedUpgrade planned = still;
        return StateBytes.write(
                out -> {
                    out.writeBoolean(planned != null);
                    if (planned != null) {
                        planned.writeTo(out);
                        out.writeBoolean(target > 0);
                    }
                    out.writeInt(overThen.size());
                    for (String id : overThen) {
                        out.writeUTF(id);
                    }
                    out.writeInt(waiting.size());
                    for (ModuleCommand command : waiting) {
                        write(command, out);
                    }
                });
    }

    /**
     * Takes over from a ledger of the checkpoint that the job was restored from.
     *
     * @throws IllegalArgumentException if the bytes are no ledger
     */
    public void restore(byte[] bytes) {
        StateBytes.read(
                bytes,
                "ledger of upgrades",
                in -> {
                    readFrom(in);
                    return this;
                });
    }

    private void readFrom(DataInput in) throws IOException {
        if (in.readBoolean()) {
            upgrade = PlannedUpgrade.readFrom(in);
            target = in.readBoolean() ? firstSafeTarget() : 0;
        }
        for (int left = in.readInt(); left > 0; left--) {
            remember(in.readUTF());
        }
        for (int left = in.readInt(); left > 0; left--) {
            int length = in.readInt();
            if (length < 0 || length > LONGEST_COMMAND_BYTES) {
                throw new IOException("a command of %d bytes".formatted(length));
            }
            byte[] command = new byte[length];
            in.readFully(command);
            waiting.add(
                    ModuleCommandSerializer.INSTANCE.deserialize(
                            new DataInputDeserializer(command)));
        }
        waitingCommands();
    }

    private static void write(ModuleCommand command, DataOutput out) throws IOException {
        DataOutputSerializer bytes = new DataOutputSerializer(128);
        ModuleCommandSerializer.INSTANCE.serialize(command, bytes);
        out.writeInt(bytes.length());
        out.write(bytes.getCopyOfBuffer());
    }
}
