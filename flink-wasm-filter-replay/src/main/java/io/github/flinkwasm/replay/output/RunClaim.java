package io.github.flinkwasm.replay.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.core.fs.Path;

/**
 * Which run of a replay may write to its directory: the one that came last, until the replay is
 * finished. A job whose client is gone, or a machine that was cut off, may still be running when
 * the replay goes on elsewhere; it looks here before it gives files their names. See
 * docs/rationale.md, "What if a task that was given up is still alive?"
 */
@Experimental
public final class RunClaim {
    private static final String NAME = "run";

    private RunClaim() {}

    /**
     * Takes the directory away from whichever run had it.
     *
     * @param output the directory of the whole replay
     * @return what the run is called
     */
    static String take(String output) throws IOException {
        String run = UUID.randomUUID().toString();
        OutputFiles.write(file(output), run.getBytes(StandardCharsets.UTF_8));
        return run;
    }

    /** Whether the directory is still that run's. */
    public static boolean isHeldBy(String run, String output) throws IOException {
        Path file = file(output);
        try {
            return new String(OutputFiles.read(file), StandardCharsets.UTF_8).equals(run);
        } catch (IOException unreadable) {
            if (file.getFileSystem().exists(file)) {
                throw unreadable;
            }
            // The replay is finished.
            return false;
        }
    }

    private static Path file(String output) {
        return new Path(new Path(output, Journal.NAME), NAME);
    }
}
