package io.github.flinkwasm;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;

/**
 * How a job holds on to its module. Whatever is set here, a checkpoint names the SHA-256 of the
 * module, and a job that is restored runs the very same bytes or refuses to start; the settings say
 * where those bytes can be found when the file they came from is overwritten or gone, and whether
 * another module may take over.
 *
 * <p>Immutable.
 */
@PublicEvolving
public final class ModulePersistence implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The most bytes a module may have to be embedded into checkpoints: 4 MiB. */
    public static final int MAX_EMBEDDED_BYTES = 4 << 20;

    /** No store, nothing embedded, no upgrade on restore. */
    public static final ModulePersistence DEFAULT = new ModulePersistence(null, false, false);

    private final @Nullable String store;
    private final boolean embedInState;
    private final boolean allowUpgradeOnRestore;

    private ModulePersistence(
            @Nullable String store, boolean embedInState, boolean allowUpgradeOnRestore) {
        this.store = store;
        this.embedInState = embedInState;
        this.allowUpgradeOnRestore = allowUpgradeOnRestore;
    }

    /**
     * Keeps a copy of the module as {@code <store>/<sha256>.wasm} and loads from there first.
     * Copies are never removed by a job.
     *
     * @param store a directory on any Flink file system that clients can write and TaskManagers can
     *     read
     * @throws InvalidConfigurationException when it is blank
     */
    public ModulePersistence withStore(String store) {
        Objects.requireNonNull(store, "store");
        if (store.isBlank()) {
            throw new InvalidConfigurationException(
                    "The module store is a blank path. Give the URI of a directory, as in"
                            + " s3://filters/store.");
        }
        return new ModulePersistence(store, embedInState, allowUpgradeOnRestore);
    }

    /**
     * Whether checkpoints carry the module's bytes besides its digest, so that a restore needs no
     * file. Only for modules of at most {@link #MAX_EMBEDDED_BYTES}: every subtask writes them into
     * every checkpoint.
     */
    public ModulePersistence withEmbedInState(boolean embedInState) {
        return new ModulePersistence(store, embedInState, allowUpgradeOnRestore);
    }

    /**
     * Whether a restored job may run another module than the one its checkpoint names. To be set
     * for the one restore that is meant to change the module.
     */
    public ModulePersistence withAllowUpgradeOnRestore(boolean allowUpgradeOnRestore) {
        return new ModulePersistence(store, embedInState, allowUpgradeOnRestore);
    }

    /** The root of the module store; empty when there is none. */
    public Optional<String> store() {
        return Optional.ofNullable(store);
    }

    public boolean embedInState() {
        return embedInState;
    }

    public boolean allowUpgradeOnRestore() {
        return allowUpgradeOnRestore;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModulePersistence that
                && Objects.equals(store, that.store)
                && embedInState == that.embedInState
                && allowUpgradeOnRestore == that.allowUpgradeOnRestore;
    }

    @Override
    public int hashCode() {
        return Objects.hash(store, embedInState, allowUpgradeOnRestore);
    }

    @Override
    public String toString() {
        return "ModulePersistence{store=%s, embedInState=%s, allowUpgradeOnRestore=%s}"
                .formatted(store == null ? "none" : store, embedInState, allowUpgradeOnRestore);
    }
}
