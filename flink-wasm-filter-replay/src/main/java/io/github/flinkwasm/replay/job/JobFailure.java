package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.WasmFilterException;
import io.github.flinkwasm.replay.archive.UnsupportedArchiveException;
import io.github.flinkwasm.replay.output.RecordedDifferenceException;
import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.SerializedThrowable;
import org.jspecify.annotations.Nullable;

/** Carries what stopped a task through Flink, and finds it again in what Flink then throws. */
final class JobFailure {
    private static final int MAX_DEPTH = 64;

    private JobFailure() {}

    /**
     * What a task throws so that Flink starts it again only where that may help: after a failure of
     * a file system, which may be over by then. Everything else would come again.
     */
    static RuntimeException ofTask(ReplayFailedException failure) {
        ReplayFailedException portable =
                new ReplayFailedException(
                        failure.kind(), String.valueOf(failure.getMessage()), portable(failure));
        return mayPass(failure) ? portable : new SuppressRestartsException(portable);
    }

    /** The same for a filter that cannot be started. */
    static RuntimeException ofTask(WasmFilterException failure) {
        String message = String.valueOf(failure.getMessage());
        WasmFilterException portable = failure;
        if (failure instanceof ModuleLoadException) {
            portable = new ModuleLoadException(message, portable(failure));
        } else if (failure instanceof ModuleRejectedException) {
            portable = new ModuleRejectedException(message, portable(failure));
        }
        return new SuppressRestartsException(portable);
    }

    /**
     * The same for a task that has run out of memory.
     *
     * @param onCluster whether it ran in a TaskManager, with a heap that others have set
     */
    static RuntimeException ofTask(OutOfMemoryError failure, boolean onCluster) {
        return ofTask(outOfMemory(failure, onCluster));
    }

    private static ReplayFailedException outOfMemory(OutOfMemoryError failure, boolean onCluster) {
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        return new ReplayFailedException(
                ReplayFailedException.Kind.OTHER,
                (onCluster
                                ? "The replay ran out of memory (%s): the heap of this TaskManager"
                                        + " has %,d MiB. Give its tasks more, by"
                                        + " taskmanager.memory.task.heap.size, or let it have fewer"
                                        + " slots, or shorter lines be the longest (--max-line)."
                                : "The replay ran out of memory (%s): this Java may use %,d MiB."
                                      + " Give it more, as in WASM_FILTER_OPTS=-Xmx4g, or let fewer"
                                      + " files be replayed at once (--parallelism), or shorter"
                                      + " lines be the longest (--max-line).")
                        .formatted(failure.getMessage(), heap),
                failure);
    }

    /** Without classes that a file system's plugin has, and whoever reads it later has not. */
    private static @Nullable Throwable portable(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? null : new SerializedThrowable(cause);
    }

    private static boolean mayPass(ReplayFailedException failure) {
        return switch (failure.kind()) {
            case INPUT_UNREADABLE, OUTPUT_FAILED -> !isFinal(failure);
            case EVENT_FAILED, INPUT_DAMAGED, OTHER -> false;
        };
    }

    private static boolean isFinal(Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
            if (current instanceof FileNotFoundException
                    || current instanceof NoSuchFileException
                    || current instanceof AccessDeniedException
                    || current instanceof UnsupportedFileSystemSchemeException
                    || current instanceof UnsupportedArchiveException
                    || current instanceof RecordedDifferenceException) {
                return true;
            }
            current = current.getCause();
        }
        return false;
    }

    /** The exception to tell people about: one of this library's if there is one. */
    static RuntimeException of(Throwable thrown) {
        Throwable current = thrown;
        Throwable last = thrown;
        for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
            if (current instanceof SerializedThrowable serialized) {
                current = serialized.deserializeError(JobFailure.class.getClassLoader());
            }
            if (current instanceof ReplayFailedException failed) {
                return failed;
            }
            if (current instanceof WasmFilterException failed) {
                return failed;
            }
            last = current;
            current = current.getCause();
        }
        return new ReplayFailedException(
                ReplayFailedException.Kind.OTHER, "The replay failed: " + last, thrown);
    }
}
