package io.github.flinkwasm.replay.archive;

import java.io.IOException;
import org.apache.flink.annotation.Experimental;

/**
 * A file is cut off or broken, and the reader was told to fail. Whoever owns the file can mend it,
 * or let the reader take what comes before the damage ({@link DamagePolicy#SKIP_REST}).
 */
@Experimental
public final class DamagedArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Damage damage;

    DamagedArchiveException(Damage damage, IOException cause) {
        super(
                damage.message()
                        + ". Replace the file, leave it out, or skip the rest of damaged files.",
                cause);
        this.damage = damage;
    }

    public Damage damage() {
        return damage;
    }
}
