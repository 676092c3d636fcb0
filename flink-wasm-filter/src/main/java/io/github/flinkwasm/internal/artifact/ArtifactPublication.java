package io.github.flinkwasm.internal.artifact;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts an artifact into a store, and then its seal. An artifact with the very bytes is left as it
 * is, so the second of two writers writes nothing; one with other bytes is damaged or forged, since
 * the key decides the bytes, and is replaced.
 */
public final class ArtifactPublication {
    private final ArtifactStore store;
    private final Artifact artifact;

    public ArtifactPublication(ArtifactStore store, Artifact artifact) {
        this.store = store;
        this.artifact = artifact;
    }

    /**
     * Publishes.
     *
     * @param seal who vouches for the artifact; null if nobody does, as when its digest is in the
     *     job
     * @return the artifact's name in the store
     * @throws IOException if the store cannot be read or written
     * @throws ArtifactRefusedException if the artifact's own manifest is wrong
     */
    public String publish(ArtifactSeal.@Nullable Maker seal)
            throws IOException, ArtifactRefusedException {
        String name = artifact.manifest().key().fileName();
        Optional<byte[]> there = store.readArtifact(name);
        if (there.isEmpty() || !Arrays.equals(there.get(), artifact.bytes())) {
            store.publish(name, artifact.bytes());
        }
        if (seal != null) {
            store.publish(seal.fileName(name), seal.seal(artifact.manifestBytes()));
        }
        return name;
    }
}
