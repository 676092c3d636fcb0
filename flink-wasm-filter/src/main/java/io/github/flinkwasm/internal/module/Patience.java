package io.github.flinkwasm.internal.module;

import io.github.flinkwasm.ModuleLoadException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries again what a network, or a server that is busy, may have made fail. */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    private static final int ATTEMPTS = 3;

    /** Before the second attempt; the third one waits four times as long. */
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);

    /**
     * A file system that took longer has been patient itself: S3's plugins try for minutes before
     * they give up. Three times that would only hide what is wrong. See docs/rationale.md, "Why is
     * a file tried again three times, but not for longer than ten seconds?"
     */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

    private Patience() {}

    /**
     * Gives what the attempt gives. An interrupt ends the waiting, and stays set.
     *
     * @throws ModuleLoadException that of the last attempt
     */
    static <T> T with(Supplier<T> attempt) {
        long start = System.nanoTime();
        Duration wait = FIRST_WAIT;
        for (int number = 1; ; number++) {
            try {
                return attempt.get();
            } catch (ModuleLoadException failed) {
                boolean tookLong = System.nanoTime() - start > LONG_ENOUGH.toNanos();
                if (number == ATTEMPTS || tookLong || !isTransient(failed) || !sleep(wait)) {
                    throw failed;
                }
                LOG.info("Trying again after {} ms: {}", wait.toMillis(), failed.getMessage());
                wait = wait.multipliedBy(4);
            }
        }
    }

    /** A network that hiccups is worth waiting for; a file that is not there is not. */
    private static boolean isTransient(ModuleLoadException failed) {
        return failed.getCause() instanceof IOException cause
                && !(cause instanceof FileNotFoundException)
                && !(cause instanceof NoSuchFileException)
                && !(cause instanceof AccessDeniedException)
                && !(cause instanceof UnsupportedFileSystemSchemeException);
    }

    /** Returns false, with the interrupt flag set, if the task was cancelled meanwhile. */
    private static boolean sleep(Duration wait) {
        try {
            Thread.sleep(wait.toMillis());
            return true;
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
