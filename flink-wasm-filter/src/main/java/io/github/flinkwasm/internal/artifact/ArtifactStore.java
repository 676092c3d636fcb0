package io.github.flinkwasm.internal.artifact;

import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.internal.module.WholeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * A directory of artifacts and their seals on any Flink file system. Writers may come at the same
 * time and may die at any moment: a reader sees a whole file or none, and what it reads it
 * verifies.
 */
public final class ArtifactStore {
    /** More than any artifact of a module within the size limit; only a bound for what is read. */
    private static final int MAX_ARTIFACT_BYTES = 1 << 30;

    private final Path root;

    /**
     * @param root a directory's URI; made when the first artifact is published
     */
    public ArtifactStore(String root) {
        this.root = new Path(root);
    }

    /** Where a file of this store is, for messages: without credentials that the URI may hold. */
    public String displayOf(String fileName) {
        return ModuleReference.of(pathOf(fileName).toString()).toString();
    }

    /** Where a file of this store is, or would be. */
    Path pathOf(String fileName) {
        return new Path(root, fileName);
    }

    /** The whole file of an artifact; empty if there is none of that name. */
    Optional<byte[]> readArtifact(String fileName) throws IOException {
        return read(fileName, MAX_ARTIFACT_BYTES);
    }

    /** A seal; empty if there is none of that name. */
    Optional<byte[]> readSeal(String fileName) throws IOException {
        return read(fileName, ArtifactSeal.MAX_BYTES);
    }

    private Optional<byte[]> read(String fileName, int max) throws IOException {
        return WholeFile.read(pathOf(fileName), max);
    }

    /** Puts a file there, whole, in place of one that may be there. */
    void publish(String fileName, byte[] bytes) throws IOException {
        WholeFile.publish(pathOf(fileName), bytes);
    }

    /** One file of the store. */
    public record StoredFile(String name, long sizeBytes, long modifiedMillis) {
        /** Whether it is an artifact, not a seal or something else. */
        public boolean isArtifact() {
            return name.endsWith(ArtifactKey.FILE_SUFFIX);
        }

        /** Whether it is a seal of an artifact. */
        public boolean isSeal() {
            return name.contains(ArtifactKey.FILE_SUFFIX + ".")
                    && (name.endsWith(".sig") || name.endsWith(".mac"));
        }

        /** Whether it is a seal of that artifact. */
        public boolean isSealOf(StoredFile artifact) {
            return isSeal() && artifactName().equals(artifact.name());
        }

        /** The name of the artifact that a seal is for. */
        String artifactName() {
            int suffix = name.indexOf(ArtifactKey.FILE_SUFFIX + ".");
            return suffix < 0 ? name : name.substring(0, suffix + ArtifactKey.FILE_SUFFIX.length());
        }

        /** Whether a writer that died has left it behind. */
        public boolean isPart() {
            return name.startsWith(".")
                    && name.contains(ArtifactKey.FILE_SUFFIX)
                    && name.endsWith(".part");
        }
    }

    /**
     * All artifacts, seals and leftovers, by name. Other files of the directory are left out.
     *
     * @throws IOException if the directory cannot be listed, or is not there
     */
    public List<StoredFile> list() throws IOException {
        FileSystem fileSystem = root.getFileSystem();
        FileStatus[] found = fileSystem.listStatus(root);
        if (found == null) {
            throw new FileNotFoundException(root + " is not there");
        }
        List<StoredFile> files = new ArrayList<>();
        for (FileStatus status : found) {
            StoredFile file =
                    new StoredFile(
                            status.getPath().getName(),
                            status.getLen(),
                            status.getModificationTime());
            if (!status.isDir() && (file.isArtifact() || file.isSeal() || file.isPart())) {
                files.add(file);
            }
        }
        files.sort(Comparator.comparing(StoredFile::name));
        return files;
    }

    /**
     * Reads an artifact to look at it; nobody has vouched for it.
     *
     * @throws ArtifactRefusedException if it is none
     * @throws IOException if it cannot be read
     */
    public Artifact open(String fileName) throws IOException, ArtifactRefusedException {
        return Artifact.of(
                readArtifact(fileName)
                        .orElseThrow(() -> new FileNotFoundException(pathOf(fileName).toString())));
    }

    /** Removes a file of the store. */
    public void delete(StoredFile file) throws IOException {
        Path path = pathOf(file.name());
        path.getFileSystem().delete(path, false);
    }
}
