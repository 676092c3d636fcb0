package io.github.flinkwasm.internal.upgrade;

/**
 * How the running module came to run, as a checkpoint remembers it.
 *
 * @param upgrade the upgrade that was activated last
 * @param configuredSha256 digest of the module that the job was configured with at that time
 */
public record CompletedUpgrade(PlannedUpgrade upgrade, String configuredSha256) {

    public byte[] toBytes() {
        return StateBytes.write(
                out -> {
                    upgrade.writeTo(out);
                    out.writeUTF(configuredSha256);
                });
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if the bytes are no upgrade
     */
    public static CompletedUpgrade fromBytes(byte[] bytes) {
        return StateBytes.read(
                bytes,
                "upgrade",
                in -> new CompletedUpgrade(PlannedUpgrade.readFrom(in), in.readUTF()));
    }
}
