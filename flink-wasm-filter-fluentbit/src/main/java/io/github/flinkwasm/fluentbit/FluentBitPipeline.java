package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.WasmFilter;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Wasm filters of a configuration, in the order in which events go through them. Immutable.
 *
 * <p>An event goes through every filter whose tags hold its own, one after the other. One that no
 * filter is for passes as it is; one that a filter drops goes no further.
 */
@PublicEvolving
public final class FluentBitPipeline implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(FluentBitPipeline.class);

    @SuppressWarnings("serial") // lists made by List.copyOf are serializable
    private final List<RoutedFilter> filters;

    @SuppressWarnings("serial") // see filters
    private final List<SkippedFilter> skipped;

    @SuppressWarnings("serial") // see filters
    private final List<ConfigurationWarning> warnings;

    FluentBitPipeline(
            List<RoutedFilter> filters,
            List<SkippedFilter> skipped,
            List<ConfigurationWarning> warnings) {
        this.filters = List.copyOf(filters);
        this.skipped = List.copyOf(skipped);
        this.warnings = List.copyOf(warnings);
    }

    /** The filters in their order; unmodifiable, and empty when the configuration has none. */
    public List<RoutedFilter> filters() {
        return filters;
    }

    /** What was left out because the reader was told to; unmodifiable. */
    public List<SkippedFilter> skipped() {
        return skipped;
    }

    /** What whoever runs the pipeline should know; unmodifiable, in the order of the files. */
    public List<ConfigurationWarning> warnings() {
        return warnings;
    }

    /** The same pipeline, in which failed events of all filters are handled that way. */
    public FluentBitPipeline withFailureHandling(FailureHandling failureHandling) {
        Objects.requireNonNull(failureHandling, "failureHandling");
        return withFilters(
                filter -> filter.toBuilder().setFailureHandling(failureHandling).build());
    }

    /**
     * The same pipeline with every filter changed: for limits, reset policy, and all else of which
     * a configuration of Fluent Bit knows nothing.
     */
    public FluentBitPipeline withFilters(UnaryOperator<WasmFilter> change) {
        Objects.requireNonNull(change, "change");
        return new FluentBitPipeline(
                filters.stream()
                        .map(routed -> routed.withFilter(change.apply(routed.filter())))
                        .toList(),
                skipped,
                warnings);
    }

    /**
     * Sends a stream through the filters, one operator for each. The stream's records are of the
     * format of the filters.
     *
     * @throws InvalidConfigurationException when the filters do not all have the same format
     * @throws io.github.flinkwasm.WasmFilterException when a module cannot be read
     */
    public FilteredEvents apply(DataStream<LogEvent> events) {
        List<EventFormat> formats =
                filters.stream().map(routed -> routed.filter().eventFormat()).distinct().toList();
        if (formats.size() > 1) {
            throw new InvalidConfigurationException(
                    ("Some filters of the pipeline are of event format JSON, others of MSGPACK: %s."
                         + " Say what the records of the stream are, with apply(events, format);"
                         + " they are rewritten for the filters of the other format.")
                            .formatted(
                                    filters.stream()
                                            .map(
                                                    routed ->
                                                            routed.name()
                                                                    + " "
                                                                    + routed.filter().eventFormat())
                                            .collect(Collectors.joining(", "))));
        }
        return apply(events, formats.isEmpty() ? EventFormat.JSON : formats.get(0));
    }

    /**
     * Sends a stream through the filters, one operator for each. A filter of the other format gets
     * its records rewritten, and what it returns is rewritten back.
     *
     * <p>Modules that are not pinned are read now, on the client, and pinned. The {@link #warnings}
     * are logged.
     *
     * @param recordFormat what the records of the stream are, in and out
     * @throws io.github.flinkwasm.WasmFilterException when a module cannot be read
     */
    public FilteredEvents apply(DataStream<LogEvent> events, EventFormat recordFormat) {
        Objects.requireNonNull(recordFormat, "recordFormat");
        warnings.forEach(warning -> LOG.warn("{}", warning));
        return FilteredEvents.of(filters, events, recordFormat);
    }

    @Override
    public String toString() {
        return "FluentBitPipeline" + filters;
    }
}
