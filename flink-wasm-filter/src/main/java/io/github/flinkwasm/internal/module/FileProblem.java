package io.github.flinkwasm.internal.module;

import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilterException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.jspecify.annotations.Nullable;

/**
 * Says what a file system did not do for us: for which URI, what it answered, and what can be done.
 * Credentials that the URI holds are in no message.
 */
final class FileProblem {
    private static final int LONGEST_REASON = 600;

    private final String uri;

    private final String displayUri;

    FileProblem(String uri) {
        this.uri = uri;
        this.displayUri = ModuleReference.of(uri).toString();
    }

    /** A use of a file system. */
    interface Call<T> {
        T run() throws IOException;
    }

    /** Makes a call of a file system throw nothing but {@link IOException} and our exceptions. */
    static <T> T checked(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (WasmFilterException ours) {
            throw ours;
        } catch (RuntimeException unchecked) {
            // A plugin's own type, which cannot be named here. See docs/rationale.md, "Why are
            // unchecked exceptions of a file system caught?"
            throw new IOException(String.valueOf(unchecked.getMessage()), unchecked);
        }
    }

    ModuleLoadException reading(IOException failed) {
        return of("Module " + displayUri + " cannot be read", "read it", failed);
    }

    ModuleLoadException storing(IOException failed) {
        return of("The module cannot be stored as " + displayUri, "write it", failed);
    }

    ModuleLoadException missing(IOException failed) {
        return new ModuleLoadException(
                "Module "
                        + displayUri
                        + " does not exist. "
                        + (isRemote()
                                ? "Check the bucket or host, and the path in it."
                                : "Check the path; a relative one is resolved against the working"
                                        + " directory of the process."),
                failed);
    }

    private ModuleLoadException of(String problem, String permission, IOException failed) {
        if (failed instanceof UnsupportedFileSystemSchemeException) {
            String scheme = scheme();
            return new ModuleLoadException(
                    problem
                            + ": it is on a file system that Flink does not know here"
                            + (scheme == null
                                    ? ". "
                                    : ", there is none for the scheme \"" + scheme + "\". ")
                            + PluginsDirectory.adviceFor(scheme),
                    failed);
        }
        String advice =
                failed instanceof AccessDeniedException
                        ? "Check the credentials that the file system is configured with (for S3"
                                + " s3.access-key and s3.secret-key in Flink's configuration, or"
                                + " those of the environment), and that they may "
                                + permission
                                + "."
                        : isRemote()
                                ? "Check the bucket or host and the path, that the server can be"
                                        + " reached, and the file system's settings in Flink's"
                                        + " configuration, such as endpoint and credentials."
                                : "Check the path, the permissions and the file system's"
                                        + " configuration.";
        return new ModuleLoadException(
                problem + ": " + withoutFullStop(reasonOf(failed)) + ". " + advice, failed);
    }

    /** File systems like to repeat the URI, or parts of it, as they got it. */
    String reasonOf(Exception failed) {
        String message = failed.getMessage();
        if (message == null) {
            return failed.getClass().getSimpleName();
        }
        int hidden = uri.length() - displayUri.length();
        int authority = uri.indexOf("://") + "://".length();
        String reason =
                hidden == 0
                        ? message
                        : message.replace(uri.substring(authority, authority + hidden), "");
        return reason.length() <= LONGEST_REASON
                ? reason
                : reason.substring(0, LONGEST_REASON) + "…";
    }

    private static String withoutFullStop(String reason) {
        return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    }

    private @Nullable String scheme() {
        int end = uri.indexOf("://");
        return end < 0 ? null : uri.substring(0, end);
    }

    private boolean isRemote() {
        String scheme = scheme();
        return scheme != null && !scheme.equals("file");
    }
}
