package io.github.flinkwasm.cli;

import io.github.flinkwasm.internal.artifact.ArtifactStore;
import io.github.flinkwasm.internal.artifact.ArtifactStore.StoredFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;

/** Lists a store for a command. */
final class StoreListing {
    private StoreListing() {}

    /**
     * @throws UsageException if the store cannot be listed
     */
    static List<StoredFile> of(ArtifactStore store, String name) {
        try {
            return store.list();
        } catch (FileNotFoundException missing) {
            throw new UsageException(
                    "The store "
                            + Printable.name(name)
                            + " does not exist. Name the directory that jobs have as"
                            + " artifact.store.");
        } catch (IOException unreadable) {
            throw new UsageException(
                    "The store %s cannot be listed: %s. Check its name and permissions."
                            .formatted(Printable.name(name), unreadable.getMessage()));
        }
    }
}
