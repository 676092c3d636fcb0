package io.github.flinkwasm.replay.archive;

import java.io.Serializable;
import org.apache.flink.annotation.Experimental;

/**
 * Where and why a file could be read no further.
 *
 * @param uri the file
 * @param items how many items were read before
 * @param offset the first byte of the decompressed content that was not given out in an item
 * @param compressedPosition how many bytes of the file itself had been read
 * @param reason what was found, in one sentence
 */
@Experimental
public record Damage(String uri, long items, long offset, long compressedPosition, String reason)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** All of it in one line. */
    public String message() {
        return "%s can be read no further than item %d (decompressed offset %d, about byte %d of the file): %s"
                .formatted(uri, items, offset, compressedPosition, reason);
    }
}
