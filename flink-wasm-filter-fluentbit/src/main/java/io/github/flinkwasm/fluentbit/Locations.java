package io.github.flinkwasm.fluentbit;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the files are that a configuration names by paths of the machine it was written for. */
final class Locations {

    private Locations() {}

    /**
     * A module's URI: absolute, since TaskManagers have working directories of their own.
     *
     * @param base where a relative path starts; null for the working directory
     */
    static String module(String path, @Nullable String base, SourcePosition position) {
        if (path.contains("://") || path.startsWith("classpath:")) {
            return path;
        }
        if (base != null && base.contains("://") && !path.startsWith("/")) {
            return base.endsWith("/") ? base + path : base + "/" + path;
        }
        return local(path, base, position);
    }

    /** A directory on the machines that run the filter. */
    static String directory(String path, @Nullable String base, SourcePosition position) {
        if (base != null && base.contains("://") && !path.startsWith("/")) {
            throw Problems.at(
                    position,
                    "the accessible path %s is relative, but the base directory %s is not on this"
                            + " machine's disk, and a guest can be granted such directories only."
                            + " Give an absolute path.",
                    Excerpts.quoted(path),
                    Excerpts.quoted(base));
        }
        return local(path, base, position);
    }

    private static String local(String path, @Nullable String base, SourcePosition position) {
        try {
            Path start = Path.of(base == null ? "" : base);
            return start.resolve(path).toAbsolutePath().normalize().toString();
        } catch (InvalidPathException invalid) {
            throw Problems.because(
                    invalid, position, "%s is no path. Correct it.", Excerpts.quoted(path));
        }
    }
}
