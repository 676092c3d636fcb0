package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.FilterFailureTypeInformation;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.LogEventTypeInformation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * A stream of events behind a pipeline, and what the pipeline's filters took out of it. An output
 * that nobody reads costs nothing.
 */
@PublicEvolving
public final class FilteredEvents {

    private final DataStream<LogEvent> input;
    private final Map<String, Step> steps;
    private final DataStream<LogEvent> emitted;

    /** One filter of the pipeline, as an operator. */
    private record Step(
            RoutedFilterFunction function, SingleOutputStreamOperator<LogEvent> operator) {

        DataStream<LogEvent> dropped() {
            return operator.getSideOutput(function.droppedTag());
        }

        DataStream<FilterFailure> failed() {
            return operator.getSideOutput(function.failedTag());
        }
    }

    private FilteredEvents(
            DataStream<LogEvent> input, Map<String, Step> steps, DataStream<LogEvent> emitted) {
        this.input = input;
        this.steps = steps;
        this.emitted = emitted;
    }

    static FilteredEvents of(
            List<RoutedFilter> filters, DataStream<LogEvent> input, EventFormat recordFormat) {
        Map<String, Step> steps = new LinkedHashMap<>();
        DataStream<LogEvent> stream = input;
        for (RoutedFilter filter : filters) {
            RoutedFilterFunction function = new RoutedFilterFunction(filter, recordFormat);
            SingleOutputStreamOperator<LogEvent> operator =
                    stream.process(function, LogEventTypeInformation.INSTANCE)
                            .name("wasm " + filter.name());
            steps.put(filter.name(), new Step(function, operator));
            stream = operator;
        }
        return new FilteredEvents(input, steps, stream);
    }

    /**
     * Gives every operator a uid: the prefix, a dash, and the filter's name. With it, a savepoint
     * finds its way back to the operators; it does so when filters are added, moved or removed, as
     * long as the names stay, which those without an alias do not.
     */
    public FilteredEvents uid(String prefix) {
        steps.forEach((name, step) -> step.operator().uid(prefix + "-" + name));
        return this;
    }

    /** The events that came through all filters that are for them. */
    public DataStream<LogEvent> emitted() {
        return emitted;
    }

    /** The events that any filter dropped, as they came to it. */
    public DataStream<LogEvent> dropped() {
        return steps.values().stream()
                .map(Step::dropped)
                .reduce((one, other) -> one.union(other))
                .orElseGet(() -> input.filter(event -> false).name("nothing dropped"));
    }

    /**
     * The events that a filter dropped, as they came to it.
     *
     * @param name the {@link RoutedFilter#name} of a filter of the pipeline
     */
    public DataStream<LogEvent> dropped(String name) {
        return step(name).dropped();
    }

    /** The events that failed in any filter, under {@link FailureHandling#SIDE_OUTPUT}. */
    public DataStream<FilterFailure> failed() {
        return steps.values().stream()
                .map(Step::failed)
                .reduce((one, other) -> one.union(other))
                .orElseGet(
                        () ->
                                input.<FilterFailure>flatMap(
                                                (event, out) -> {},
                                                FilterFailureTypeInformation.INSTANCE)
                                        .name("nothing failed"));
    }

    /**
     * The events that failed in a filter, under {@link FailureHandling#SIDE_OUTPUT}.
     *
     * @param name the {@link RoutedFilter#name} of a filter of the pipeline
     */
    public DataStream<FilterFailure> failed(String name) {
        return step(name).failed();
    }

    private Step step(String name) {
        Step step = steps.get(name);
        if (step == null) {
            throw new InvalidConfigurationException(
                    "The pipeline has no filter %s. Its filters are: %s."
                            .formatted(
                                    Excerpts.quoted(name),
                                    steps.isEmpty() ? "none" : String.join(", ", steps.keySet())));
        }
        return step;
    }
}
