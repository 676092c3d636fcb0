package io.github.flinkwasm.internal.upgrade;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What all subtasks are to do; each plan replaces the one before.
 *
 * @param sentAfter the last barrier that the sender had seen, 0 for none. A plan that was on its
 *     way when the checkpoint was taken from which a job is restored was sent before that barrier
 * @param upgrade the module to have ready; null for none
 * @param target the id of the first checkpoint after whose barrier it takes over; 0 while nobody
 *     has said so
 */
public record UpgradePlan(long sentAfter, @Nullable PlannedUpgrade upgrade, long target) {

    public boolean isActivation() {
        return upgrade != null && target > 0;
    }

    /** The upgrade's id; empty for none. */
    public String upgradeId() {
        return upgrade == null ? "" : upgrade.id();
    }

    /** Whether this plan lets that upgrade take over. */
    public boolean activates(String upgradeId) {
        return target > 0 && upgrade != null && upgrade.id().equals(upgradeId);
    }

    public byte[] toBytes() {
        return StateBytes.write(this::writeTo);
    }

    private void writeTo(DataOutput out) throws IOException {
        out.writeLong(sentAfter);
        out.writeLong(target);
        out.writeBoolean(upgrade != null);
        if (upgrade != null) {
            upgrade.writeTo(out);
        }
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if the bytes are no plan
     */
    public static UpgradePlan fromBytes(byte[] bytes) {
        return StateBytes.read(bytes, "upgrade plan", UpgradePlan::readFrom);
    }

    private static UpgradePlan readFrom(DataInput in) throws IOException {
        long sentAfter = in.readLong();
        long target = in.readLong();
        PlannedUpgrade upgrade = in.readBoolean() ? PlannedUpgrade.readFrom(in) : null;
        return new UpgradePlan(sentAfter, upgrade, target);
    }
}
