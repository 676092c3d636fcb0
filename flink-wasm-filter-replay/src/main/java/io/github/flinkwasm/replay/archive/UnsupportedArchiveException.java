package io.github.flinkwasm.replay.archive;

import java.io.IOException;
import org.apache.flink.annotation.Experimental;

/** A file is of a kind that cannot be read. The message names the file, the kind and a way out. */
@Experimental
public final class UnsupportedArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    UnsupportedArchiveException(String message) {
        super(message);
    }
}
