package io.github.flinkwasm.examples.howto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.datastream.WasmFilters.FilteredStream;
import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The code of {@code docs/how-to/dropped-and-failed-events.md} does what the page says. */
final class DroppedAndFailedITCase {

    private static final Path MODULE =
            Path.of("..", "filters", "c-freestanding", "drop_debug.wasm").toAbsolutePath();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    private final WasmFilter filter = DroppedAndFailed.filter(MODULE.toUri().toString());

    @Test
    void threeRecordsLeaveByThreeOutputs() throws Exception {
        // Given
        StreamExecutionEnvironment env = environment();
        CollectingSink emitted = new CollectingSink("emitted");
        CollectingSink dropped = new CollectingSink("dropped");
        CollectingSink failed = new CollectingSink("failed");
        DroppedAndFailed.threeOutputs(
                env.fromData("{\"level\":\"info\"}", "{\"level\":\"debug\"}", "no record"),
                filter,
                emitted,
                dropped,
                failed);

        // When
        env.execute();

        // Then
        assertThat(emitted.taken()).containsExactly("{\"level\":\"info\"}");
        assertThat(dropped.taken()).containsExactly("{\"level\":\"debug\"}");
        assertThat(failed.taken())
                .singleElement()
                .asString()
                .startsWith("INVALID_RECORD\t")
                .endsWith("\tno record");
    }

    @Test
    void whatWasTooLargeIsEmittedByTheSecondTry() throws Exception {
        // Given
        String large = "{\"level\":\"info\",\"log\":\"" + "x".repeat(500) + "\"}";
        WasmFilter strict =
                filter.toBuilder()
                        .setLimits(FilterLimits.DEFAULT.withMaxOutput(new MemorySize(100)))
                        .build();
        StreamExecutionEnvironment env = environment();
        CollectingSink emitted = new CollectingSink("emitted");
        CollectingSink failed = new CollectingSink("failed");
        CollectingSink second = new CollectingSink("second");
        FilteredStream<String, String> filtered =
                DroppedAndFailed.threeOutputs(
                        env.fromData("{\"level\":\"info\"}", large, "no record"),
                        strict,
                        emitted,
                        new CollectingSink("dropped"),
                        failed);
        FilteredStream<LogEvent, LogEvent> secondTry = DroppedAndFailed.secondTry(filtered, strict);
        secondTry
                .emitted()
                .map(event -> new String(event.record(), UTF_8))
                .returns(Types.STRING)
                .sinkTo(second);

        // When
        env.execute();

        // Then
        assertThat(emitted.taken()).containsExactly("{\"level\":\"info\"}");
        assertThat(failed.taken())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("OUTPUT_TOO_LARGE\t"))
                .anyMatch(line -> line.startsWith("INVALID_RECORD\t"));
        assertThat(second.taken()).containsExactly(large);
    }

    private static StreamExecutionEnvironment environment() {
        return StreamExecutionEnvironment.getExecutionEnvironment(
                new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
    }
}
