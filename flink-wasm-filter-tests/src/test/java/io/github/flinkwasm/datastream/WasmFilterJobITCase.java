package io.github.flinkwasm.datastream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailedException;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.WasmFilter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole jobs, from a source through a filter to what a user's code receives. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class WasmFilterJobITCase {

    private static final String CALLS_OF_GUESTS = "io.github.flinkwasm.internal.abi.";
    private static final String FOREVER = "{\"do\":\"forever\"}";

    private static final InMemoryReporter REPORTER = InMemoryReporter.createWithRetainedMetrics();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .setConfiguration(REPORTER.addToConfiguration(new Configuration()))
                            .build());

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stringsLeaveByThreeWays(boolean objectReuse) throws Exception {
        // Given
        DataStream<String> lines = WaysOutRecords.stream(environment(objectReuse));

        // When
        List<String> outcomes = run(lines, RecordCodecs.strings().withTag("app"), line -> line);

        // Then
        assertThat(outcomes)
                .containsExactlyInAnyOrderElementsOf(WaysOutRecords.expectedOutcomes("app"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bytesLeaveByThreeWays(boolean objectReuse) throws Exception {
        // Given
        DataStream<byte[]> buffers =
                WaysOutRecords.stream(environment(objectReuse))
                        .map(new WaysOutRecords.IntoOneBuffer(objectReuse))
                        .returns(byte[].class);

        // When
        List<String> outcomes =
                run(
                        buffers,
                        RecordCodecs.bytes().withTag("app"),
                        bytes -> new String(bytes, UTF_8));

        // Then
        assertThat(outcomes)
                .containsExactlyInAnyOrderElementsOf(WaysOutRecords.expectedOutcomes("app"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eventsLeaveByThreeWays(boolean objectReuse) throws Exception {
        // Given
        DataStream<LogEvent> events =
                WaysOutRecords.stream(environment(objectReuse))
                        .map(line -> LogEvent.of("app", 0, 0, line.getBytes(UTF_8)))
                        .returns(LogEvent.class);

        // When
        List<String> outcomes =
                run(events, RecordCodecs.logEvents(), event -> new String(event.record(), UTF_8));

        // Then
        assertThat(outcomes)
                .containsExactlyInAnyOrderElementsOf(WaysOutRecords.expectedOutcomes("app"));
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureHandling.class,
            names = {"PASS_THROUGH", "DROP"})
    void jobGoesOnAndLosesNothingWhenEventsFail(FailureHandling handling) throws Exception {
        // Given
        WasmFilterFunction<String, String> function = function(handling);
        SingleOutputStreamOperator<String> emitted =
                environment(false)
                        .fromData("{\"do\":\"trap\"}", "{\"do\":\"invalid\"}")
                        .process(function);
        DataStream<String> out =
                handling == FailureHandling.DROP
                        ? emitted.getSideOutput(function.droppedTag())
                        : emitted;

        // When
        List<String> lines = collect(out);

        // Then
        assertThat(lines).containsExactlyInAnyOrder("{\"do\":\"trap\"}", "{\"do\":\"invalid\"}");
    }

    @Test
    void jobFailsNamingTheReasonWhenToldToFail() throws Exception {
        // Given
        StreamExecutionEnvironment environment = environment(false);
        environment
                .fromData("{\"do\":\"trap\"}")
                .process(function(FailureHandling.FAIL))
                .sinkTo(new DiscardingSink<>());

        // When
        Throwable thrown = catchThrowable(environment::execute);

        // Then
        assertThat(
                        ExceptionUtils.findSerializedThrowable(
                                thrown, FilterFailedException.class, getClass().getClassLoader()))
                .hasValueSatisfying(
                        failed -> {
                            assertThat(failed.reason()).isEqualTo(FailureReason.TRAP);
                            assertThat(failed).hasMessageContaining("function \"ways_out\"");
                        });
    }

    @Test
    void filterOfAnotherFiltersSideOutputSeesTimeZero() throws Exception {
        // Given
        WasmFilterFunction<String, String> first = function(FailureHandling.SIDE_OUTPUT);
        WasmFilter identity = Guests.identity(FailureHandling.FAIL).build();
        DataStream<String> timed =
                environment(false)
                        .fromData("{\"do\":\"drop\"}")
                        .process(first)
                        .getSideOutput(first.droppedTag())
                        .process(WasmFilterFunction.of(identity, RecordCodecs.strings()))
                        .map(line -> line.replace("drop", "emit"))
                        .process(function(FailureHandling.FAIL));

        // When
        List<String> lines = collect(timed);

        // Then
        assertThat(lines).containsExactly(Guests.emitted("flink", 0, 0, "{\"do\":\"emit\"}"));
    }

    @Test
    void timestampsPass() throws Exception {
        // Given
        DataStream<String> timed =
                environment(false)
                        .fromData("{\"do\":\"emit\"}")
                        .assignTimestampsAndWatermarks(
                                WatermarkStrategy.<String>forMonotonousTimestamps()
                                        .withTimestampAssigner((line, before) -> 1_234_567L))
                        .process(function(FailureHandling.FAIL))
                        .process(new WithTimestamp());

        // When
        List<String> lines = collect(timed);

        // Then
        assertThat(lines)
                .containsExactly(
                        "1234567 "
                                + Guests.emitted("flink", 1_234, 567_000_000, "{\"do\":\"emit\"}"));
    }

    @Test
    void metricsCountEveryOutcome() throws Exception {
        // Given
        WasmFilterFunction<String, String> function = function(FailureHandling.SIDE_OUTPUT);
        StreamExecutionEnvironment environment = environment(false);
        WaysOutRecords.stream(environment).process(function).sinkTo(new DiscardingSink<>());

        // When
        JobClient job = environment.executeAsync();
        job.getJobExecutionResult().get();

        // Then
        assertThat(count(job.getJobID(), "wasm.eventsEmitted"))
                .isEqualTo(WaysOutRecords.OF_EACH_KIND);
        assertThat(count(job.getJobID(), "wasm.eventsDropped"))
                .isEqualTo(WaysOutRecords.OF_EACH_KIND);
        assertThat(count(job.getJobID(), "wasm.eventsFailed"))
                .isEqualTo(WaysOutRecords.OF_EACH_KIND);
        assertThat(count(job.getJobID(), "wasm.reason.TRAP.eventsFailed"))
                .isEqualTo(WaysOutRecords.OF_EACH_KIND);
        assertThat(count(job.getJobID(), "wasm.reason.TIMEOUT.eventsFailed")).isZero();
    }

    @Test
    void cancelEndsALoopingGuestInUnderTwoSeconds() throws Exception {
        // Given
        WasmFilter filter =
                Guests.waysOut(FailureHandling.SIDE_OUTPUT)
                        .setLimits(FilterLimits.DEFAULT.withCallTimeout(Duration.ofMinutes(10)))
                        .build();
        StreamExecutionEnvironment environment = environment(false);
        environment
                .fromData(FOREVER)
                .process(WasmFilterFunction.of(filter, RecordCodecs.strings()))
                .sinkTo(new DiscardingSink<>());
        JobClient job = environment.executeAsync();
        awaitGuestRunning();

        // When
        long cancelled = System.nanoTime();
        job.cancel().get();
        Throwable end = catchThrowable(() -> job.getJobExecutionResult().get());
        Duration took = Duration.ofNanos(System.nanoTime() - cancelled);

        // Then
        assertThat(took).isLessThan(Duration.ofSeconds(2));
        assertThat(end).isInstanceOf(ExecutionException.class);
        assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.CANCELED);
        assertThat(guestIsRunning()).isFalse();
    }

    private static StreamExecutionEnvironment environment(boolean objectReuse) {
        return StreamExecutionEnvironment.getExecutionEnvironment(
                Configuration.fromMap(
                        Map.of(
                                "pipeline.generic-types", "false",
                                "pipeline.object-reuse", String.valueOf(objectReuse),
                                "parallelism.default", "2",
                                "restart-strategy.type", "none")));
    }

    /** Runs a job over the stream and says of every element how it came out. */
    private static <T> List<String> run(
            DataStream<T> elements, RecordCodec<T, T> codec, MapFunction<T, String> text)
            throws Exception {
        WasmFilterFunction<T, T> function =
                WasmFilterFunction.of(Guests.waysOut(FailureHandling.SIDE_OUTPUT).build(), codec);
        SingleOutputStreamOperator<T> emitted =
                elements.process(function).name("filter").uid("filter");
        DataStream<String> emittedText =
                emitted.map(element -> "emitted " + text.map(element)).returns(Types.STRING);
        DataStream<String> droppedText =
                emitted.getSideOutput(function.droppedTag())
                        .map(element -> "dropped " + text.map(element))
                        .returns(Types.STRING);
        DataStream<String> failedText =
                emitted.getSideOutput(function.failedTag())
                        .map(
                                failure ->
                                        "failed "
                                                + failure.reason()
                                                + " "
                                                + new String(failure.event().record(), UTF_8));
        return collect(emittedText.union(droppedText, failedText));
    }

    private static List<String> collect(DataStream<String> lines) throws Exception {
        // More than any of these jobs has; Flink makes room for as many at once.
        return lines.executeAndCollect(10_000);
    }

    private static WasmFilterFunction<String, String> function(FailureHandling failureHandling) {
        return WasmFilterFunction.of(
                Guests.waysOut(failureHandling).build(), RecordCodecs.strings());
    }

    private static long count(JobID job, String metric) {
        return REPORTER.findMetrics(job, metric).values().stream()
                .mapToLong(counter -> ((Counter) counter).getCount())
                .sum();
    }

    private static void awaitGuestRunning() throws InterruptedException {
        while (!guestIsRunning()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static boolean guestIsRunning() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .anyMatch(frame -> frame.getClassName().startsWith(CALLS_OF_GUESTS));
    }

    private static final class WithTimestamp extends ProcessFunction<String, String> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(String line, Context context, Collector<String> out) {
            out.collect(context.timestamp() + " " + line);
        }
    }
}
