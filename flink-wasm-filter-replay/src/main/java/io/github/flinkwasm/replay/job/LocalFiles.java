package io.github.flinkwasm.replay.job;

import java.net.URI;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Paths that mean something else on every machine. */
final class LocalFiles {
    private static final String SCHEME = "file";
    private static final String CLASS_PATH = "classpath:";

    private LocalFiles() {}

    /** Whether a file is found by this machine's or this program's means only. */
    static boolean isLocal(String uri) {
        return uri.startsWith(CLASS_PATH) || isLocalPath(uri);
    }

    /** Whether a path is one of this machine's file system; it may still be shared with others. */
    static boolean isLocalPath(String path) {
        try {
            String scheme = new Path(path).toUri().getScheme();
            return scheme == null ? isDefault() : scheme.equals(SCHEME);
        } catch (IllegalArgumentException noPath) {
            return false;
        }
    }

    /** The same path from the root, since other processes have other working directories. */
    static String absolute(String path) {
        Path parsed = new Path(path);
        URI uri = parsed.toUri();
        return uri.getScheme() == null && isDefault() && !parsed.isAbsolute()
                ? java.nio.file.Path.of(path).toAbsolutePath().normalize().toString()
                : path;
    }

    private static boolean isDefault() {
        return SCHEME.equals(FileSystem.getDefaultFsUri().getScheme());
    }
}
