package io.github.flinkwasm.replay.archive;

import org.apache.flink.annotation.Experimental;

/** What a reader does where a file can be read no further. */
@Experimental
public enum DamagePolicy {
    /** It throws {@link DamagedArchiveException}. */
    FAIL,

    /**
     * It ends the file there, after everything before the damage, and keeps the {@link Damage} for
     * {@link ArchiveReader#damage}.
     */
    SKIP_REST
}
