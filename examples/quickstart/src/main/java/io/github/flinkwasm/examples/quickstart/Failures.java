package io.github.flinkwasm.examples.quickstart;

import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.WasmFilterException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.apache.flink.util.SerializedThrowable;

/** Says in one line what went wrong. */
final class Failures {

    private Failures() {}

    /**
     * What ended a job. Flink wraps the cause several times; whoever started the quickstart wants
     * to read the innermost one, or what the library says.
     */
    static QuickstartException of(Throwable jobFailure) {
        Throwable cause = jobFailure;
        Throwable root = jobFailure;
        while (cause != null) {
            if (cause instanceof SerializedThrowable serialized) {
                cause = serialized.deserializeError(Failures.class.getClassLoader());
            }
            if (cause instanceof ModuleLoadException || cause instanceof ModuleRejectedException) {
                return QuickstartException.moduleRefused(oneLine(cause), jobFailure);
            }
            if (cause instanceof WasmFilterException) {
                return QuickstartException.wrongInput(oneLine(cause), jobFailure);
            }
            root = cause;
            cause = cause.getCause() == cause ? null : cause.getCause();
        }
        return QuickstartException.wrongInput("The job failed: " + inWords(root) + ".", jobFailure);
    }

    /** Without the names of Java classes where there is a usual phrase. */
    static String inWords(Throwable problem) {
        if (problem instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (problem instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (problem instanceof NotDirectoryException
                || problem instanceof FileAlreadyExistsException) {
            return "a file is in its place";
        }
        if (problem instanceof FileSystemException system && system.getReason() != null) {
            return Excerpt.firstLineOf(system.getReason());
        }
        if (problem instanceof OutOfMemoryError) {
            return ("out of memory: this Java may use %,d MiB. Give it more, as in"
                            + " JAVA_OPTS=-Xmx4g ./quickstart")
                    .formatted(Runtime.getRuntime().maxMemory() >> 20);
        }
        String message = problem.getMessage();
        return message == null
                ? problem.getClass().getSimpleName()
                : problem.getClass().getSimpleName() + ": " + Excerpt.firstLineOf(message);
    }

    private static String oneLine(Throwable problem) {
        return Excerpt.harmless(String.valueOf(problem.getMessage()));
    }
}
