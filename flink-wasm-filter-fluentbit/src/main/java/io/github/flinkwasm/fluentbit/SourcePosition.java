package io.github.flinkwasm.fluentbit;

import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A place in a configuration.
 *
 * @param file the file as it was asked for or included
 * @param line from 1
 */
@PublicEvolving
public record SourcePosition(String file, int line) implements Serializable {

    private static final long serialVersionUID = 1L;

    public SourcePosition {
        Objects.requireNonNull(file, "file");
    }

    /** For messages: {@code file:line}. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
