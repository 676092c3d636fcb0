package io.github.flinkwasm.replay.archive;

import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.Experimental;

/**
 * One file of an archive, as a listing showed it.
 *
 * @param uri where it is, on any Flink file system
 * @param name its path below the directory that was asked for, or its last part when it was named
 *     itself; for people and for the names of outputs
 * @param length its bytes as they are stored
 * @param modified when it was last written, in milliseconds since 1970 as the file system has it; 0
 *     where it does not say
 */
@Experimental
public record ArchiveFile(String uri, String name, long length, long modified)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    public ArchiveFile {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(name, "name");
    }
}
