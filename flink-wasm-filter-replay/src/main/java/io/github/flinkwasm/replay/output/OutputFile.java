package io.github.flinkwasm.replay.output;

import java.util.Objects;
import org.apache.flink.annotation.Experimental;

/**
 * One file that a replay wrote.
 *
 * @param path where it is below the output directory
 * @param items how many events or lines are in it
 * @param bytes its length
 * @param crc32c the CRC-32C of its bytes, 8 hexadecimal digits: who reads the file again can tell
 *     whether it is still the one that was written
 */
@Experimental
public record OutputFile(String path, long items, long bytes, String crc32c) {

    public OutputFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(crc32c, "crc32c");
    }
}
