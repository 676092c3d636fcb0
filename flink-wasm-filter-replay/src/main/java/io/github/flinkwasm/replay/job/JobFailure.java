package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.WasmFilterException;
import org.apache.flink.util.SerializedThrowable;

/** Finds what a task threw in what Flink throws for a failed job. */
final class JobFailure {
    private static final int MAX_DEPTH = 64;

    private JobFailure() {}

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
            if (current instanceof OutOfMemoryError) {
                return new ReplayFailedException(
                        ReplayFailedException.Kind.OTHER,
                        "The replay ran out of memory (%s): this Java may use %,d MiB. Give it more, as in WASM_FILTER_OPTS=-Xmx4g, or let fewer files be replayed at once, or shorter lines be the longest."
                                .formatted(
                                        current.getMessage(),
                                        Runtime.getRuntime().maxMemory() >> 20),
                        thrown);
            }
            last = current;
            current = current.getCause();
        }
        return new ReplayFailedException(
                ReplayFailedException.Kind.OTHER, "The replay failed: " + last, thrown);
    }
}
