package io.github.flinkwasm.examples.howto;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.LogEventTypeInformation;
import io.github.flinkwasm.fluentbit.FilteredEvents;
import io.github.flinkwasm.fluentbit.FluentBitConfiguration;
import io.github.flinkwasm.fluentbit.FluentBitOptions;
import io.github.flinkwasm.fluentbit.FluentBitPipeline;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Shown in {@code docs/how-to/import-fluent-bit-config.md}. */
final class ImportFluentBitConfig {

    private ImportFluentBitConfig() {}

    static FluentBitPipeline read(String configuration, String directoryOfTheAgent) {
        return FluentBitConfiguration.read(
                configuration, FluentBitOptions.DEFAULT.withBaseDirectory(directoryOfTheAgent));
    }

    static FilteredEvents apply(DataStream<LogEvent> events, FluentBitPipeline pipeline) {
        return pipeline.withFailureHandling(FailureHandling.SIDE_OUTPUT)
                .apply(events)
                .uid("fluent-bit");
    }

    static void outputs(
            FilteredEvents filtered,
            Sink<LogEvent> emitted,
            Sink<LogEvent> dropped,
            Sink<LogEvent> failed) {
        filtered.emitted().sinkTo(emitted).uid("emitted");
        filtered.dropped("drop-debug").sinkTo(dropped).uid("dropped");
        filtered.failed()
                .map(FilterFailure::event)
                .returns(LogEventTypeInformation.INSTANCE)
                .uid("failed-events")
                .sinkTo(failed)
                .uid("failed");
    }

    static FluentBitPipeline withMoreMemory(FluentBitPipeline pipeline) {
        return pipeline.withFilters(
                filter ->
                        filter.toBuilder()
                                .setLimits(filter.limits().withMemory(MemorySize.ofMebiBytes(256)))
                                .build());
    }
}
