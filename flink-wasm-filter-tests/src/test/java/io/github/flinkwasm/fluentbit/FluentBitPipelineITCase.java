package io.github.flinkwasm.fluentbit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.LogEventTypeInformation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A configuration of Fluent Bit, run as a job. */
final class FluentBitPipelineITCase {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final FluentBitOptions OPTIONS =
            FluentBitOptions.DEFAULT.withBaseDirectory(ROOT.toString()).withEnvironment(Map.of());

    private static final String ADDRESS = "{\"level\":\"info\",\"peer\":\"203.0.113.77\"}";
    private static final String HIDDEN = "{\"level\":\"info\",\"peer\":\"[ipv4]\",\"redacted\":1}";
    private static final String DEBUG = "{\"level\":\"debug\"}";

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    @TempDir private Path directory;

    private final StreamExecutionEnvironment env =
            StreamExecutionEnvironment.getExecutionEnvironment(
                    new Configuration()
                            .set(PipelineOptions.GENERIC_TYPES, false)
                            .set(RestartStrategyOptions.RESTART_STRATEGY, "none")
                            .set(
                                    CheckpointingOptions.CHECKPOINTING_INTERVAL,
                                    Duration.ofMillis(50)));

    @ParameterizedTest
    @ValueSource(strings = {"fluent-bit.conf", "fluent-bit.yaml"})
    void theExampleSendsEachEventThroughTheFiltersOfItsTag(String file) throws Exception {
        // Given
        FluentBitPipeline pipeline =
                FluentBitConfiguration.read(
                        ROOT.resolve("examples/fluent-bit").resolve(file).toString(), OPTIONS);
        DataStream<LogEvent> events =
                events(
                        event(
                                "web.var.log.web.a.json",
                                "{\"method\":\"GET\",\"path\":\"/healthz\",\"status\":200}"),
                        event(
                                "web.var.log.web.a.json",
                                "{\"method\":\"POST\",\"path\":\"/orders\",\"status\":\"503\",\"request_time\":\"1.250\",\"upstream\":\"10.0.3.17:8080\"}"),
                        event("shop.cart.a", DEBUG),
                        event("shop.orders.a", ADDRESS),
                        event("shop.mail.a", DEBUG),
                        event("other", ADDRESS));

        // When
        List<String> outcomes = run(pipeline.apply(events).uid("example"));

        // Then
        assertThat(pipeline.filters())
                .extracting(RoutedFilter::name)
                .containsExactly("access-log", "drop-debug", "redact");
        assertThat(pipeline.warnings()).isEmpty();
        assertThat(outcomes)
                .containsExactlyInAnyOrder(
                        "dropped web.var.log.web.a.json"
                                + " {\"method\":\"GET\",\"path\":\"/healthz\",\"status\":200}",
                        "emitted web.var.log.web.a.json"
                            + " {\"method\":\"post\",\"path\":\"/orders\",\"status\":503,\"latency_ms\":1250,\"upstream\":\"[ipv4]:8080\",\"status_class\":\"5xx\",\"redacted\":1}",
                        "dropped shop.cart.a " + DEBUG,
                        "emitted shop.orders.a " + HIDDEN,
                        "emitted shop.mail.a {\"level\":\"debug\",\"redacted\":0}",
                        "emitted other " + HIDDEN);
    }

    @Test
    void whatAFilterTookOutCanBeReadApart() throws Exception {
        // Given
        FluentBitPipeline pipeline = read(dropDebug("first", "a.*") + dropDebug("second", "*"));
        DataStream<LogEvent> events =
                events(event("a.x", DEBUG), event("b.x", DEBUG), event("b.x", "no record"));
        FilteredEvents filtered =
                pipeline.withFailureHandling(FailureHandling.SIDE_OUTPUT).apply(events);

        // When
        List<String> outcomes =
                collect(
                        lines("first", filtered.dropped("first"))
                                .union(
                                        lines("second", filtered.dropped("second")),
                                        lines(
                                                "failed",
                                                filtered.failed("second")
                                                        .map(failure -> failure.event())
                                                        .returns(
                                                                LogEventTypeInformation
                                                                        .INSTANCE))));

        // Then
        assertThat(outcomes)
                .containsExactlyInAnyOrder(
                        "first a.x " + DEBUG, "second b.x " + DEBUG, "failed b.x no record");
        assertThatThrownBy(() -> filtered.dropped("third"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("no filter \"third\"")
                .hasMessageContaining("first, second");
    }

    @Test
    void anEventThatNoFilterIsForPassesAsItIs() throws Exception {
        // Given
        FluentBitPipeline pipeline = read(dropDebug("only", "a.*"));

        // When
        List<String> outcomes = run(pipeline.apply(events(event("b.x", "no record"))));

        // Then
        assertThat(outcomes).containsExactly("emitted b.x no record");
    }

    @Test
    void aFailedEventFailsTheJobUnlessSomethingElseIsSaid() throws Exception {
        // Given
        FluentBitPipeline pipeline = read(dropDebug("only", "*"));
        FilteredEvents filtered = pipeline.apply(events(event("a", "no record")));

        // When
        var thrown = assertThatThrownBy(() -> run(filtered));

        // Then
        thrown.hasStackTraceContaining("INVALID_RECORD");
    }

    @Test
    void aFailedEventPassesTheOtherFiltersWhenItIsPassedThrough() throws Exception {
        // Given
        FluentBitPipeline pipeline =
                read(dropDebug("first", "*") + redact("second"))
                        .withFilters(
                                filter ->
                                        filter.functionName().equals("drop_debug")
                                                ? filter.toBuilder()
                                                        .setFailureHandling(
                                                                FailureHandling.PASS_THROUGH)
                                                        .setLimits(
                                                                FilterLimits.DEFAULT.withMaxOutput(
                                                                        new MemorySize(10)))
                                                        .build()
                                                : filter);

        // When
        List<String> outcomes = run(pipeline.apply(events(event("a", ADDRESS))));

        // Then
        assertThat(outcomes).containsExactly("emitted a " + HIDDEN);
    }

    @Test
    void recordsAreRewrittenForFiltersOfTheOtherFormat() throws Exception {
        // Given
        FluentBitPipeline pipeline =
                read(
                        """
                        [FILTER]
                            Name wasm
                            Match *
                            WASM_Path examples/filters/rust-msgpack/add_tag.wasm
                            Function_Name add_tag
                            Event_Format msgpack
                        """
                                + redact("second"));
        DataStream<LogEvent> events = events(event("a.b", ADDRESS));

        // When
        List<String> outcomes = run(pipeline.apply(events, EventFormat.JSON));

        // Then
        assertThat(outcomes)
                .containsExactly(
                        "emitted a.b"
                            + " {\"level\":\"info\",\"peer\":\"[ipv4]\",\"tag\":\"a.b\",\"redacted\":1}");
        assertThatThrownBy(() -> pipeline.apply(events))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("wasm.0 MSGPACK, second JSON");
    }

    @Test
    void withoutFiltersAllEventsPass() throws Exception {
        // Given
        FluentBitPipeline pipeline = read("[OUTPUT]\n    Name stdout\n    Match *\n");

        // When
        List<String> outcomes = run(pipeline.apply(events(event("a", DEBUG))));

        // Then
        assertThat(outcomes).containsExactly("emitted a " + DEBUG);
    }

    private FluentBitPipeline read(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("fluent-bit.conf"), text);
        return FluentBitConfiguration.read(file.toString(), OPTIONS);
    }

    private static String dropDebug(String alias, String match) {
        return section(alias, match, "c-freestanding/drop_debug.wasm", "drop_debug");
    }

    private static String redact(String alias) {
        return section(alias, "*", "c-wasi/redact.wasm", "redact");
    }

    private static String section(String alias, String match, String module, String function) {
        return """
        [FILTER]
            Name wasm
            Alias %s
            Match %s
            WASM_Path examples/filters/%s
            Function_Name %s
        """
                .formatted(alias, match, module, function);
    }

    private static LogEvent event(String tag, String record) {
        return LogEvent.of(tag, 1_700_000_000, 0, record.getBytes(UTF_8));
    }

    private DataStream<LogEvent> events(LogEvent... events) {
        return env.fromData(LogEventTypeInformation.INSTANCE, events);
    }

    private static List<String> run(FilteredEvents filtered) throws Exception {
        return collect(
                lines("emitted", filtered.emitted())
                        .union(
                                lines("dropped", filtered.dropped()),
                                lines(
                                        "failed",
                                        filtered.failed()
                                                .map(failure -> failure.event())
                                                .returns(LogEventTypeInformation.INSTANCE))));
    }

    private static DataStream<String> lines(String way, DataStream<LogEvent> events) {
        return events.map(
                        event -> way + " " + event.tag() + " " + new String(event.record(), UTF_8))
                .returns(Types.STRING);
    }

    private static List<String> collect(DataStream<String> lines) throws Exception {
        List<String> collected = new ArrayList<>();
        try (CloseableIterator<String> results = lines.executeAndCollect()) {
            results.forEachRemaining(collected::add);
        }
        return collected;
    }
}
