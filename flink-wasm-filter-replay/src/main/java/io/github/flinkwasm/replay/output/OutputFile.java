package io.github.flinkwasm.replay.output;

import java.util.Objects;
import org.apache.flink.annotation.Experimental;

/**
 * One file that a replay wrote.
 *
 * @param path where it is below the output directory
 * @param items how many events or lines are in it
 * @param bytes its length
 */
@Experimental
public record OutputFile(String path, long items, long bytes) {

    public OutputFile {
        Objects.requireNonNull(path, "path");
    }
}
