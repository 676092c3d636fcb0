package io.github.flinkwasm.internal.module;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ModulePersistence;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;

/**
 * Pins a filter's module on the client, once, so that all subtasks and all attempts of the job run
 * the same bytes.
 */
public final class ModulePinning {
    private ModulePinning() {}

    /**
     * The same filter with a pinned module. A module that is pinned already is not read: a
     * JobManager that runs a job's main method again, to recover it, needs no store for that.
     * Otherwise the module is read once, and copied into the module store if there is one.
     *
     * @throws io.github.flinkwasm.WasmFilterException if the module cannot be read, is too large,
     *     or cannot be stored
     */
    public static WasmFilter pin(WasmFilter filter) {
        ModuleReference reference = filter.module();
        if (reference.sha256().isPresent()) {
            return filter;
        }
        LoadedModule loaded = ModuleLoader.load(reference, filter.limits().maxModuleSize());
        requireEmbeddable(filter.modulePersistence(), loaded);
        filter.modulePersistence()
                .store()
                .ifPresent(store -> new ModuleStore(store).put(loaded.bytes(), loaded.sha256()));
        return filter.toBuilder().setModule(reference.withSha256(loaded.sha256())).build();
    }

    /**
     * Checks a module that checkpoints shall carry.
     *
     * @throws InvalidConfigurationException if it is too large for that
     */
    public static void requireEmbeddable(ModulePersistence persistence, LoadedModule loaded) {
        if (persistence.embedInState()
                && loaded.bytes().length > ModulePersistence.MAX_EMBEDDED_BYTES) {
            throw new InvalidConfigurationException(
                    String.format(
                            "Module %s has %,d bytes, but only modules of at most %,d can be"
                                    + " embedded into checkpoints, since every subtask writes them"
                                    + " every time. Use a module store instead"
                                    + " (ModulePersistence.withStore).",
                            loaded.origin(),
                            loaded.bytes().length,
                            ModulePersistence.MAX_EMBEDDED_BYTES));
        }
    }
}
