package io.github.flinkwasm;

import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A directory that the guest may read, and write only if that is asked for. Without one, a guest
 * sees no file at all.
 *
 * @param guestPath the name under which the guest sees the directory
 * @param hostPath the directory on every machine that runs the filter; a relative path starts at
 *     the process's working directory
 * @param writable whether the guest may also make, change, rename and remove files and directories
 *     in it. What it writes stays when its instance is put back, and is written again when an event
 *     is filtered again; so a filter that writes is not free of state, whatever its reset policy
 */
@PublicEvolving
public record AccessiblePath(String guestPath, String hostPath, boolean writable)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /**
     * @throws InvalidConfigurationException when one of the paths is blank or holds a NUL
     */
    public AccessiblePath {
        check("guest", guestPath);
        check("host", hostPath);
    }

    /** A directory that the guest may read. */
    public AccessiblePath(String guestPath, String hostPath) {
        this(guestPath, hostPath, false);
    }

    /**
     * A directory that the guest may read and sees under its real name, as with Fluent Bit's
     * option.
     */
    public static AccessiblePath of(String path) {
        return new AccessiblePath(path, path);
    }

    /** The same directory, for reading and writing. */
    public AccessiblePath withWriteAccess() {
        return new AccessiblePath(guestPath, hostPath, true);
    }

    private static void check(String side, String path) {
        Objects.requireNonNull(path, side + "Path");
        if (path.isBlank() || path.indexOf('\0') >= 0) {
            throw new InvalidConfigurationException(
                    ("The %s path of an accessible path is %s, but it must be a directory's name"
                                    + " without NUL. Name the directory, or leave the grant out.")
                            .formatted(side, Quoted.of(path)));
        }
    }
}
