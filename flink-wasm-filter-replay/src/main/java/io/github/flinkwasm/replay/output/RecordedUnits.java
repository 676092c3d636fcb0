package io.github.flinkwasm.replay.output;

import java.io.IOException;
import java.io.Serializable;
import java.util.HexFormat;
import org.apache.flink.annotation.Experimental;

/**
 * What a task has to know of the output of an earlier replay to find what became of a unit's items
 * there. Immutable.
 */
@Experimental
public final class RecordedUnits implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final OutputOptions options;

    /** By the number of a unit now, its number then: a few bytes for each of very many inputs. */
    private final int[] numbers;

    private final int[] checksums;

    RecordedUnits(String directory, OutputOptions options, int[] numbers, int[] checksums) {
        this.directory = directory;
        this.options = options;
        this.numbers = numbers.clone();
        this.checksums = checksums.clone();
    }

    /**
     * The same, found by another path.
     *
     * @param path of the directory of the recorded replay
     */
    public RecordedUnits at(String path) {
        return new RecordedUnits(path, options, numbers, checksums);
    }

    /** How the recorded events are written. */
    public OutputFormat format() {
        return options.format();
    }

    /**
     * Opens what was recorded of one unit.
     *
     * @param unit its number now
     * @param input the URI of its input
     * @throws IOException if it cannot be read or is not what was written; the message says what to
     *     do about it
     */
    public RecordedUnit open(int unit, String input) throws IOException {
        return RecordedUnit.open(
                directory,
                options,
                numbers[unit],
                input,
                HexFormat.of().toHexDigits(checksums[unit]));
    }
}
