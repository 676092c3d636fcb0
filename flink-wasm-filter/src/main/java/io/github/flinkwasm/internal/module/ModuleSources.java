package io.github.flinkwasm.internal.module;

import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilterException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All places from which a TaskManager may get a pinned module: the module store, the configured
 * URI, and the copy in a restored checkpoint, in this order. The pin decides: bytes with another
 * digest count as not there.
 */
public final class ModuleSources {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleSources.class);

    private final ModuleReference reference;
    private final @Nullable String store;
    private final byte @Nullable [] embedded;

    /**
     * @param reference pinned
     * @param store root of the module store, if there is one
     * @param embedded the module as a restored checkpoint had it, if it had; not verified yet
     */
    public ModuleSources(
            ModuleReference reference, @Nullable String store, byte @Nullable [] embedded) {
        this.reference = reference;
        this.store = store;
        this.embedded = embedded;
    }

    /**
     * Loads the module from the first place that has it.
     *
     * @throws ModuleLoadException if no place has the pinned bytes; says what each had. Worth a
     *     retry: a failover may find the store back
     */
    public LoadedModule load(MemorySize maxSize) {
        String sha256 = reference.sha256().orElseThrow();
        List<String> found = new ArrayList<>();
        List<String> uris = new ArrayList<>();
        if (store != null) {
            uris.add(new ModuleStore(store).uriOf(sha256));
        }
        uris.add(reference.uri());
        for (String uri : uris) {
            try {
                LoadedModule loaded =
                        ModuleLoader.load(ModuleReference.pinned(uri, sha256), maxSize);
                keepInStore(loaded, !found.isEmpty());
                return loaded;
            } catch (WasmFilterException failed) {
                found.add(String.valueOf(failed.getMessage()));
            }
        }
        if (embedded != null) {
            if (ModuleLoader.sha256(embedded).equals(sha256)) {
                LOG.warn(
                        "Running the copy of module {} from the restored checkpoint, since {}",
                        reference,
                        found);
                return new LoadedModule(
                        embedded,
                        sha256,
                        ModuleReference.of(reference.uri())
                                + " (sha256 "
                                + sha256.substring(0, 12)
                                + "…)");
            }
            found.add("The copy in the restored checkpoint has another digest.");
        }
        throw new ModuleLoadException(
                "No place has module "
                        + reference
                        + ". Put the module with that digest back, or set a module store. Found: "
                        + String.join(" ", found),
                null);
    }

    /**
     * A module that was pinned by hand never passed through a client: the first TaskManager stores
     * it.
     */
    private void keepInStore(LoadedModule loaded, boolean missing) {
        if (store == null || !missing) {
            return;
        }
        try {
            new ModuleStore(store).put(loaded.bytes(), loaded.sha256());
        } catch (ModuleLoadException failed) {
            // The job can run without the copy; only its next restart may miss it.
            LOG.warn("The module runs, but could not be kept: {}", failed.getMessage());
        }
    }
}
