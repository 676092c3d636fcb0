package io.github.flinkwasm.replay.output;

import java.io.IOException;
import org.apache.flink.annotation.Experimental;

/** What an earlier replay wrote is not there as it was written. It will not be later either. */
@Experimental
public final class RecordedDifferenceException extends IOException {
    private static final long serialVersionUID = 1L;

    public RecordedDifferenceException(String message) {
        super(message);
    }

    RecordedDifferenceException(String message, IOException cause) {
        super(message, cause);
    }
}
