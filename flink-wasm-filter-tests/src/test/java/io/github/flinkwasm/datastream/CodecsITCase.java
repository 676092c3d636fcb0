package io.github.flinkwasm.datastream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkwasm.DroppedEventException;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.RecordMapTypeInformation;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.datastream.WasmFilters.FilteredStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.Collector;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole jobs with each codec: elements in, and each way out. Nothing falls to Kryo. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class CodecsITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stringsNeedNoCodec(boolean objectReuse) throws Exception {
        // Given
        DataStream<String> lines = WaysOutRecords.stream(environment(objectReuse));

        // When
        List<String> outcomes = withRecords(WasmFilters.apply(lines, waysOut()), line -> line);

        // Then
        assertThat(outcomes)
                .containsExactlyInAnyOrderElementsOf(WaysOutRecords.expectedOutcomes("flink"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bytesNeedNoCodec(boolean objectReuse) throws Exception {
        // Given
        DataStream<byte[]> buffers =
                WaysOutRecords.stream(environment(objectReuse))
                        .map(new WaysOutRecords.IntoOneBuffer(true))
                        .returns(byte[].class);

        // When
        List<String> outcomes =
                withRecords(
                        WasmFilters.apply(buffers, waysOut()), bytes -> new String(bytes, UTF_8));

        // Then
        assertThat(outcomes)
                .containsExactlyInAnyOrderElementsOf(WaysOutRecords.expectedOutcomes("flink"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eventsNeedNoCodec(boolean objectReuse) throws Exception {
        // Given
        DataStream<LogEvent> events =
                WaysOutRecords.stream(environment(objectReuse))
                        .map(line -> LogEvent.of("app", 0, 0, line.getBytes(UTF_8)))
                        .returns(LogEvent.class);

        // When
        List<String> outcomes =
                withRecords(
                        WasmFilters.apply(events, waysOut()),
                        event -> new String(event.record(), UTF_8));

        // Then
        assertThat(outcomes)
                .containsExactlyInAnyOrderElementsOf(WaysOutRecords.expectedOutcomes("app"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsLeaveByThreeWays(boolean objectReuse) throws Exception {
        // Given
        FilteredStream<Row, Row> filtered =
                WasmFilters.apply(
                        rows(environment(objectReuse)),
                        waysOut(),
                        RecordCodecs.rows(Orders.ROW, Orders.ANSWER_ROW).withTag("shop"));

        // When
        List<String> outcomes =
                collect(filtered, Orders::describeAnswer, row -> "dropped " + Orders.describe(row));

        // Then
        assertThat(outcomes).containsExactlyInAnyOrderElementsOf(Orders.expectedOutcomes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mapsLeaveByThreeWays(boolean objectReuse) throws Exception {
        // Given
        DataStream<Map<String, Object>> maps =
                numbers(environment(objectReuse))
                        .map(new Orders.IntoOneMap())
                        .returns(RecordMapTypeInformation.INSTANCE);
        FilteredStream<Map<String, Object>, Map<String, Object>> filtered =
                WasmFilters.apply(maps, waysOut(), RecordCodecs.maps().withTag("shop"));

        // When
        List<String> outcomes =
                collect(
                        filtered,
                        map ->
                                "emitted %s %s %s %s"
                                        .formatted(
                                                map.get("tag"),
                                                map.get("sec"),
                                                map.get("nsec"),
                                                Orders.describe((Map<?, ?>) map.get("record"))),
                        map -> "dropped " + Orders.describe(map));

        // Then
        assertThat(outcomes).containsExactlyInAnyOrderElementsOf(Orders.expectedOutcomes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pojosLeaveByThreeWays(boolean objectReuse) throws Exception {
        // Given
        DataStream<Orders.Order> orders =
                numbers(environment(objectReuse))
                        .map(new Orders.IntoOneOrder())
                        .returns(Orders.Order.class);
        FilteredStream<Orders.Order, Orders.Answer> filtered =
                WasmFilters.apply(
                        orders,
                        waysOut(),
                        RecordCodecs.pojos(Orders.Order.class, Orders.Answer.class)
                                .withTag("shop"));

        // When
        List<String> outcomes =
                collect(
                        filtered,
                        Orders.Answer::describe,
                        order -> "dropped " + Orders.describe(order));

        // Then
        assertThat(outcomes).containsExactlyInAnyOrderElementsOf(Orders.expectedOutcomes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsOfMsgpackKeepTagTimeAndContent(boolean objectReuse) throws Exception {
        // Given
        TypeInformation<Row> answer = Orders.answer(Orders.ROW);
        SingleOutputStreamOperator<Row> emitted =
                WasmFilters.apply(
                                rows(environment(objectReuse)),
                                Guests.msgpackEcho(FailureHandling.FAIL).build(),
                                RecordCodecs.rows(Orders.ROW, answer)
                                        .withTag("shop")
                                        .withTimeExtractor(row -> Instant.ofEpochSecond(5, 6)))
                        .emitted();

        // When
        List<String> outcomes =
                emitted.map(Orders::describeAnswer).returns(Types.STRING).executeAndCollect(1_000);

        // Then
        assertThat(outcomes)
                .hasSize(Orders.COUNT)
                .containsAll(
                        Orders.expectedEmitted().stream()
                                .map(text -> text.replace("shop 0 0", "shop 5 6"))
                                .toList());
    }

    @ParameterizedTest
    @EnumSource(EventFormat.class)
    void anUnchangedRowComesOutAsItWasWithoutACodec(EventFormat format) throws Exception {
        // Given
        TypeInformation<Row> type =
                Types.ROW_NAMED(
                        new String[] {"decimal", "integer", "at", "when", "nan", "tags", "of", "x"},
                        Types.BIG_DEC,
                        Types.BIG_INT,
                        Types.LOCAL_DATE_TIME,
                        Types.INSTANT,
                        Types.DOUBLE,
                        Types.LIST(Types.STRING),
                        Types.MAP(Types.STRING, Types.INT),
                        Types.TUPLE(Types.LONG, Types.BOOLEAN));
        Row row =
                Row.of(
                        new BigDecimal("12345678901234567890.10"),
                        BigInteger.TEN.pow(30),
                        LocalDateTime.of(2026, 11, 22, 10, 15, 30, 1),
                        Instant.ofEpochSecond(-1, 999),
                        Double.NaN,
                        List.of("ä", "\n"),
                        Map.of("k", 1),
                        Tuple2.of(Long.MAX_VALUE, true));
        WasmFilter identity = Guests.identity(FailureHandling.FAIL).setEventFormat(format).build();
        DataStream<Row> rows = environment(false).fromData(type, row);

        // When
        List<Row> emitted = WasmFilters.apply(rows, identity).emitted().executeAndCollect(10);

        // Then
        assertThat(emitted).containsExactly(row);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatDoesNotFitTheOutputTypeFailsAndIsNotLost(boolean objectReuse) throws Exception {
        // Given
        TypeInformation<Row> tooSmall =
                Orders.answer(Types.ROW_NAMED(new String[] {"op", "seq"}, Types.STRING, Types.INT));
        FilteredStream<Row, Row> filtered =
                WasmFilters.apply(
                        rows(environment(objectReuse)),
                        waysOut(),
                        RecordCodecs.rows(Orders.ROW, tooSmall));

        // When
        List<String> failures =
                filtered.failed()
                        .map(
                                failure ->
                                        failure.reason()
                                                + (failure.detail().contains("\"record.seq\"")
                                                        ? " at record.seq "
                                                        : " ")
                                                + new String(failure.event().record(), UTF_8)
                                                        .replaceFirst(".*\"seq\":(\\d+).*", "$1"))
                        .returns(Types.STRING)
                        .executeAndCollect(1_000);

        // Then
        assertThat(failures)
                .hasSize(2 * Orders.COUNT / 3)
                .doesNotHaveDuplicates()
                .contains("INVALID_RECORD at record.seq 9007199254740993")
                .contains("TRAP 9007199254740995");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFlatMapLeavesOutWhatTheGuestDrops(boolean objectReuse) throws Exception {
        // Given
        WasmFilter filter = Guests.waysOut(FailureHandling.DROP).build();
        DataStream<Row> emitted =
                rows(environment(objectReuse))
                        .flatMap(
                                WasmFilterFlatMap.of(
                                        filter,
                                        RecordCodecs.rows(Orders.ROW, Orders.ANSWER_ROW)
                                                .withTag("shop")));

        // When
        List<String> lines =
                emitted.map(Orders::describeAnswer).returns(Types.STRING).executeAndCollect(1_000);

        // Then
        assertThat(lines).containsExactlyInAnyOrderElementsOf(Orders.expectedEmitted());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMapMakesOneElementOfEach(boolean objectReuse) throws Exception {
        // Given
        WasmFilter identity = Guests.identity(FailureHandling.FAIL).build();
        DataStream<Orders.Order> orders =
                numbers(environment(objectReuse))
                        .map(new Orders.IntoOneOrder())
                        .returns(Orders.Order.class)
                        .map(WasmFilterMap.of(identity, RecordCodecs.pojos(Orders.Order.class)));

        // When
        List<String> lines =
                orders.map(Orders::describe).returns(Types.STRING).executeAndCollect(1_000);

        // Then
        assertThat(lines)
                .hasSize(Orders.COUNT)
                .doesNotHaveDuplicates()
                .contains("trap 9007199254740995 0.25 Av4=");
    }

    @Test
    void aMapFailsTheJobWhenTheGuestDrops() throws Exception {
        // Given
        DataStream<Row> mapped =
                rows(environment(false))
                        .map(
                                WasmFilterMap.of(
                                        Guests.waysOut(FailureHandling.PASS_THROUGH).build(),
                                        RecordCodecs.rows(Orders.ROW, Orders.ANSWER_ROW)));

        // When
        Throwable thrown = catchThrowable(() -> mapped.executeAndCollect(1_000));

        // Then
        assertThat(
                        ExceptionUtils.findSerializedThrowable(
                                thrown, DroppedEventException.class, getClass().getClassLoader()))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void timestampsAndWatermarksPass(boolean objectReuse) throws Exception {
        // Given
        StreamExecutionEnvironment environment = environment(objectReuse).setParallelism(1);
        DataStream<Row> timed =
                environment
                        .fromData(1L, 2L, 3L)
                        .map(new Orders.IntoOneRow())
                        .returns(Orders.ROW)
                        .assignTimestampsAndWatermarks(
                                WatermarkStrategy.<Row>forGenerator(context -> new AfterEach())
                                        .withTimestampAssigner(
                                                (row, before) -> row.<Long>getFieldAs(1) % 1_000));
        WasmFilter identity = Guests.identity(FailureHandling.FAIL).build();

        // When
        List<String> lines =
                WasmFilters.apply(timed, identity)
                        .emitted()
                        .process(new WithEventTime())
                        .executeAndCollect(10);

        // Then
        assertThat(lines)
                .containsExactly(
                        "9007199254740994 at 994 after %d".formatted(Long.MIN_VALUE),
                        "9007199254740995 at 995 after 994",
                        "9007199254740996 at 996 after 995");
    }

    /** Flink 1.20 leaves a POJO's lists to Kryo, Flink 2 does not. */
    @Test
    void aListInAPojoHasAFormWhereFlinkKnowsItsElements() {
        // Given
        PojoTypeInfo<?> type = (PojoTypeInfo<?>) TypeInformation.of(Basket.class);
        boolean generic = type.getTypeAt("items") instanceof GenericTypeInfo;
        Basket basket = new Basket();
        basket.items = List.of("a", "b");

        // When
        AtomicReference<Basket> read = new AtomicReference<>();
        Throwable refused =
                catchThrowable(
                        () -> {
                            BareRecordCodec<Basket, Basket> codec =
                                    RecordCodecs.pojos(Basket.class);
                            read.set(codec.fromEvent(basket, codec.toEvent(basket, 0)));
                        });

        // Then
        if (generic) {
            assertThat(refused)
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageContaining("field \"items\" is of type GenericType");
        } else {
            assertThat(refused).isNull();
            assertThat(read.get().items).containsExactly("a", "b");
        }
    }

    @Test
    void aStreamWithoutACodecSaysWhichThereAre() {
        // Given
        DataStream<Long> numbers = environment(false).fromSequence(0, 1);

        // When
        Throwable thrown = catchThrowable(() -> WasmFilters.apply(numbers, waysOut()));

        // Then
        assertThat(thrown)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("no codec for elements of type Long")
                .hasMessageContaining("String, byte[], LogEvent, Map<String, Object>")
                .hasMessageContaining("give a RecordCodec of your own");
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

    private static DataStream<Long> numbers(StreamExecutionEnvironment environment) {
        return environment.fromSequence(0, Orders.COUNT - 1);
    }

    private static DataStream<Row> rows(StreamExecutionEnvironment environment) {
        return numbers(environment).map(new Orders.IntoOneRow()).returns(Orders.ROW);
    }

    private static WasmFilter waysOut() {
        return Guests.waysOut(FailureHandling.SIDE_OUTPUT).build();
    }

    /** Runs the job and says of every element how it came out; of failed ones also the record. */
    private static <T> List<String> withRecords(
            FilteredStream<T, T> filtered, MapFunction<T, String> text) throws Exception {
        DataStream<String> emitted =
                filtered.emitted()
                        .map(element -> "emitted " + text.map(element))
                        .returns(Types.STRING);
        DataStream<String> dropped =
                filtered.dropped()
                        .map(element -> "dropped " + text.map(element))
                        .returns(Types.STRING);
        DataStream<String> failed =
                filtered.failed()
                        .map(
                                failure ->
                                        "failed %s %s"
                                                .formatted(
                                                        failure.reason(),
                                                        new String(
                                                                failure.event().record(), UTF_8)))
                        .returns(Types.STRING);
        return emitted.union(dropped, failed).executeAndCollect(10_000);
    }

    /** Runs the job and says of every element how it came out. */
    private static <IN, OUT> List<String> collect(
            FilteredStream<IN, OUT> filtered,
            MapFunction<OUT, String> emittedText,
            MapFunction<IN, String> droppedText)
            throws Exception {
        DataStream<String> emitted = filtered.emitted().map(emittedText).returns(Types.STRING);
        DataStream<String> dropped = filtered.dropped().map(droppedText).returns(Types.STRING);
        DataStream<String> failed =
                filtered.failed()
                        .map(failure -> "failed " + failure.reason())
                        .returns(Types.STRING);
        return emitted.union(dropped, failed).executeAndCollect(10_000);
    }

    /** A watermark right behind every element, at its timestamp. */
    private static final class AfterEach implements WatermarkGenerator<Row> {
        @Override
        public void onEvent(Row row, long timestamp, WatermarkOutput output) {
            output.emitWatermark(new Watermark(timestamp));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            // Only after elements, so that it does not depend on the clock.
        }
    }

    /** A POJO with a list. */
    public static final class Basket {
        public List<String> items = List.of();

        public Basket() {}
    }

    private static final class WithEventTime extends ProcessFunction<Row, String> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Row row, Context context, Collector<String> out) {
            out.collect(
                    "%s at %s after %d"
                            .formatted(
                                    row.getField("seq"),
                                    context.timestamp(),
                                    context.timerService().currentWatermark()));
        }
    }
}
