package io.github.flinkwasm.fluentbit;

import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A filter or processor of the configuration that is no part of the pipeline, although it would
 * change records in Fluent Bit.
 *
 * @param name what the configuration calls it: {@code modify}, {@code lua}
 * @param position where its section begins
 * @param reason why it was skipped
 */
@PublicEvolving
public record SkippedFilter(String name, SourcePosition position, String reason)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    public SkippedFilter {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(reason, "reason");
    }
}
