package io.github.flinkwasm.examples.howto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.LogEventTypeInformation;
import io.github.flinkwasm.fluentbit.FilteredEvents;
import io.github.flinkwasm.fluentbit.FluentBitPipeline;
import io.github.flinkwasm.fluentbit.RoutedFilter;
import java.nio.file.Path;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

/**
 * The code of {@code docs/how-to/import-fluent-bit-config.md} makes the job that the page names.
 */
final class ImportFluentBitConfigTest {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    @Test
    void theExampleBecomesAJobWithOneOperatorForEachFilter() {
        // Given
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        LogEvent event = LogEvent.of("a", 0, 0, "{}".getBytes(UTF_8));
        FluentBitPipeline pipeline = read();

        // When
        FilteredEvents filtered =
                ImportFluentBitConfig.apply(
                        env.fromData(LogEventTypeInformation.INSTANCE, event), pipeline);
        ImportFluentBitConfig.outputs(
                filtered, new DiscardingSink<>(), new DiscardingSink<>(), new DiscardingSink<>());

        // Then
        assertThat(env.getExecutionPlan())
                .contains("wasm access-log", "wasm drop-debug", "wasm redact");
        assertThat(pipeline.filters())
                .allMatch(routed -> routed.filter().failureHandling() == FailureHandling.FAIL);
    }

    @Test
    void everyFilterGetsMoreMemory() {
        // Given
        FluentBitPipeline pipeline = read();

        // When
        FluentBitPipeline changed = ImportFluentBitConfig.withMoreMemory(pipeline);

        // Then
        assertThat(changed.filters())
                .extracting(RoutedFilter::filter)
                .allMatch(filter -> filter.limits().memory().equals(MemorySize.ofMebiBytes(256)));
    }

    private static FluentBitPipeline read() {
        return ImportFluentBitConfig.read(
                ROOT.resolve("examples/fluent-bit/fluent-bit.yaml").toString(), ROOT.toString());
    }
}
