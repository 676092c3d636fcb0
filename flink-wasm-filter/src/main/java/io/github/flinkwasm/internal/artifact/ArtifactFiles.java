package io.github.flinkwasm.internal.artifact;

import io.github.flinkwasm.internal.module.WholeFile;
import java.io.IOException;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/** Where somebody wants an artifact to be written: into a store, or into a file of any name. */
public final class ArtifactFiles {
    private final String place;
    private final boolean isFile;

    /**
     * What was written.
     *
     * @param artifact where the artifact is
     * @param seal where its seal is; null if there is none
     */
    public record Written(String artifact, @Nullable String seal) {}

    private ArtifactFiles(String place, boolean isFile) {
        this.place = place;
        this.isFile = isFile;
    }

    /** The directory in which a module is. */
    public static ArtifactFiles beside(String moduleUri) {
        return new ArtifactFiles(CompiledModuleSource.directoryOf(moduleUri), false);
    }

    /** A file if the name ends like one of an artifact; a directory otherwise. */
    public static ArtifactFiles at(String place) {
        return new ArtifactFiles(place, place.endsWith(ArtifactKey.FILE_SUFFIX));
    }

    /**
     * Writes an artifact, and its seal beside it.
     *
     * @throws IOException if that cannot be done
     * @throws ArtifactRefusedException if the artifact's own manifest is wrong
     */
    public Written write(Artifact artifact, ArtifactSeal.@Nullable Maker seal)
            throws IOException, ArtifactRefusedException {
        if (!isFile) {
            ArtifactStore store = new ArtifactStore(place);
            String name = new ArtifactPublication(store, artifact).publish(seal);
            return new Written(
                    store.displayOf(name),
                    seal == null ? null : store.displayOf(seal.fileName(name)));
        }
        Path path = new Path(place);
        WholeFile.publish(path, artifact.bytes());
        if (seal == null) {
            return new Written(place, null);
        }
        Path sealPath = new Path(path.getParent(), seal.fileName(path.getName()));
        byte[] bytes = seal.seal(artifact.manifestBytes());
        WholeFile.publish(sealPath, bytes);
        return new Written(place, sealPath.toString());
    }

    @Override
    public String toString() {
        return place;
    }
}
