package io.github.flinkwasm;

import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What one subtask of a filter, or the operator that takes its commands, has to say about an
 * upgrade. Reports are told to people and programs; the job itself does not need them.
 *
 * @param state what happened
 * @param upgradeId the upgrade; {@link #INITIAL} for the module that the job was configured with
 * @param sha256 digest of the module, 64 lower-case hexadecimal digits; empty where a command names
 *     an upgrade that is not known
 * @param subtask from 0; 0 for {@link State#ACCEPTED}, {@link State#IGNORED} and {@link
 *     State#REFUSED}, which concern a command
 * @param parallelism how many subtasks there are
 * @param checkpointId of {@link State#ACTIVATED}, the checkpoint after whose barrier the module
 *     took over; of an {@link State#ACCEPTED} activation, the first at which it may; of others, the
 *     last that the reporter had seen, 0 for none
 * @param detail for people: why, or how long it took; its wording may change. That of a report
 *     about a command begins with the command's {@link ModuleCommand.Action} and a colon
 */
@PublicEvolving
@TypeInfo(UpgradeReportTypeInformation.Factory.class)
public record UpgradeReport(
        State state,
        String upgradeId,
        String sha256,
        int subtask,
        int parallelism,
        long checkpointId,
        String detail) {

    /** In the place of an upgrade's id: the module that the job was configured with. */
    public static final String INITIAL = "initial";

    /** What there is to report. */
    @PublicEvolving
    public enum State {
        /** A command is carried out, or will be when the activation before it is done. */
        ACCEPTED,

        /** A command that was carried out before came again; nothing is done. */
        IGNORED,

        /** A command cannot be carried out; the detail says why. */
        REFUSED,

        /** A subtask started, with this module. */
        RUNNING,

        /** A subtask began to get the module ready. */
        STAGING,

        /** The module is ready on this subtask. */
        READY,

        /** The module cannot be made ready on this subtask; what runs goes on. */
        REJECTED,

        /** The subtask forgot the staged module, for another one or because it was told to. */
        DISCARDED,

        /** The module runs on this subtask from this checkpoint's barrier on. */
        ACTIVATED
    }

    public UpgradeReport {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(upgradeId, "upgradeId");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(detail, "detail");
    }

    /** Whether a subtask of the filter says so, and not the operator that takes commands. */
    public boolean isOfSubtask() {
        return switch (state) {
            case ACCEPTED, IGNORED, REFUSED -> false;
            case RUNNING, STAGING, READY, REJECTED, DISCARDED, ACTIVATED -> true;
        };
    }
}
