package io.github.flinkwasm.internal.artifact;

import io.github.flinkwasm.internal.artifact.ArtifactStore.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which files of a store nobody needs. */
public final class StorePruning {
    /** A writer that is alive has long renamed its file, or sealed its artifact. */
    private static final Duration WRITERS_PATIENCE = Duration.ofHours(1);

    private final Instant now;
    private final @Nullable Duration olderThan;
    private final boolean otherVersions;

    /**
     * @param olderThan how long ago an artifact has to be written; null if age does not matter
     * @param otherVersions whether artifacts go that this version cannot load
     */
    public StorePruning(Instant now, @Nullable Duration olderThan, boolean otherVersions) {
        this.now = now;
        this.olderThan = olderThan;
        this.otherVersions = otherVersions;
    }

    /**
     * The files to remove: artifacts by the rules given, the seals of those, and what is left over
     * from writers that died.
     *
     * @param files all files of the store
     */
    public List<StoredFile> unneeded(List<StoredFile> files) {
        Set<String> kept = new HashSet<>();
        Set<String> removed = new HashSet<>();
        for (StoredFile file : files) {
            if (file.isArtifact()) {
                (isUnneeded(file) ? removed : kept).add(file.name());
            }
        }
        return files.stream()
                .filter(
                        file ->
                                file.isArtifact()
                                        ? removed.contains(file.name())
                                        : isUnneeded(file, kept, removed))
                .toList();
    }

    private boolean isUnneeded(StoredFile artifact) {
        return (olderThan != null && isOlder(artifact, olderThan))
                || (otherVersions && !isLoadable(artifact.name()));
    }

    private boolean isUnneeded(StoredFile other, Set<String> kept, Set<String> removed) {
        if (other.isSeal() && removed.contains(other.artifactName())) {
            return true;
        }
        boolean isOrphan = other.isPart() || !kept.contains(other.artifactName());
        return isOrphan && isOlder(other, WRITERS_PATIENCE);
    }

    private boolean isOlder(StoredFile file, Duration age) {
        return Instant.ofEpochMilli(file.modifiedMillis()).isBefore(now.minus(age));
    }

    private static boolean isLoadable(String name) {
        String module = name.substring(0, Math.max(0, name.indexOf('.')));
        for (ArtifactTarget target : ArtifactTarget.values()) {
            if (ArtifactKey.of(module, target).fileName().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
