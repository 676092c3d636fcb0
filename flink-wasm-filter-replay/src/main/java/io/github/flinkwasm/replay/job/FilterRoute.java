package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.WasmFilter;
import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.Experimental;

/**
 * One filter of a replay and the events that go through it.
 *
 * @param name what it is called in the outputs
 * @param filter what to run; its failure handling says what becomes of events that it cannot finish
 * @param tags which tags it is for, for people
 * @param match which tags it is for
 */
@Experimental
public record FilterRoute(String name, WasmFilter filter, String tags, TagMatch match)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    public FilterRoute {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(tags, "tags");
        Objects.requireNonNull(match, "match");
    }

    /** The same route with another filter. */
    public FilterRoute withFilter(WasmFilter other) {
        return new FilterRoute(name, other, tags, match);
    }
}
