package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.WasmFilter;
import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/** A filter of a configuration, and the tags of the events that it is for. Immutable. */
@PublicEvolving
public final class RoutedFilter implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final WasmFilter filter;
    private final TagMatcher tagMatcher;
    private final SourcePosition position;

    RoutedFilter(String name, WasmFilter filter, TagMatcher tagMatcher, SourcePosition position) {
        this.name = Objects.requireNonNull(name, "name");
        this.filter = Objects.requireNonNull(filter, "filter");
        this.tagMatcher = Objects.requireNonNull(tagMatcher, "tagMatcher");
        this.position = Objects.requireNonNull(position, "position");
    }

    /**
     * The filter's alias, else {@code wasm.} and its number among all filters, from 0, as Fluent
     * Bit calls it; a processor's begins with its input or output. No two filters of a pipeline
     * have the same.
     */
    public String name() {
        return name;
    }

    /** What to run. */
    public WasmFilter filter() {
        return filter;
    }

    /** Which events go through the filter. */
    public TagMatcher tagMatcher() {
        return tagMatcher;
    }

    /**
     * Whether events of that tag go through the filter. Fast, and safe to call from several
     * threads.
     */
    public boolean matches(String tag) {
        return tagMatcher.matches(tag);
    }

    /** Where the filter's section begins. */
    public SourcePosition position() {
        return position;
    }

    /** This route with another filter. */
    RoutedFilter withFilter(WasmFilter filter) {
        return new RoutedFilter(name, filter, tagMatcher, position);
    }

    @Override
    public String toString() {
        return "%s (%s, %s)".formatted(name, tagMatcher, position);
    }
}
