package io.github.flinkwasm.datastream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.InvalidRecordException;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.RecordMapTypeInformation;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The codecs of elements with fields: rows, POJOs, records, tuples and maps. */
final class StructuredCodecsTest {

    private static final TypeInformation<Row> USER =
            Types.ROW_NAMED(new String[] {"name", "age"}, Types.STRING, Types.INT);

    @ParameterizedTest
    @EnumSource(EventFormat.class)
    void writesTheFilterFormat(EventFormat format) throws Exception {
        // Given
        RecordCodec<Row, Row> codec =
                InstantiationUtil.clone(RecordCodecs.rows(USER).withTag("app").forFormat(format));

        // When
        LogEvent event = codec.toEvent(Row.of("x", 5), 1_234);

        // Then
        byte[] json = "{\"name\":\"x\",\"age\":5}".getBytes(UTF_8);
        byte[] msgpack = HexFormat.of().parseHex("82a46e616d65a178a361676505");
        byte[] expected = format == EventFormat.JSON ? json : msgpack;
        assertThat(event).isEqualTo(LogEvent.of("app", 1, 234_000_000, expected));
        assertThat(codec.supports(format)).isTrue();
        assertThat(codec.fromEvent(Row.of("x", 5), event)).isEqualTo(Row.of("x", 5));
    }

    @Test
    void tagAndTimeMayComeFromFields() {
        // Given
        BareRecordCodec<Row, Row> codec =
                RecordCodecs.rows(USER)
                        .withTagExtractor(row -> row.getFieldAs(0))
                        .withTimeExtractor(row -> Instant.ofEpochSecond((int) row.getFieldAs(1)));

        // When
        LogEvent event = codec.toEvent(Row.of("x", 5), 99);

        // Then
        assertThat(event.tag()).isEqualTo("x");
        assertThat(event.epochSecond()).isEqualTo(5);
    }

    @Test
    void aRowKeepsItsKind() {
        // Given
        RecordCodec<Row, Row> codec = RecordCodecs.rows(USER);
        Row deleted = Row.ofKind(RowKind.DELETE, "x", 5);

        // When
        Row emitted = codec.fromEvent(deleted, codec.toEvent(deleted, 0));

        // Then
        assertThat(emitted.getKind()).isEqualTo(RowKind.DELETE);
    }

    @Test
    void anEventSharesNothingWithItsElement() {
        // Given
        RecordCodec<Map<String, Object>, Map<String, Object>> codec = RecordCodecs.maps();
        byte[] bytes = {1, 2};
        Map<String, Object> element = new HashMap<>(Map.of("b", bytes));

        // When
        LogEvent event = codec.toEvent(element, 0);
        LogEvent next = codec.toEvent(Map.of("c", "longer than the first"), 0);
        bytes[0] = 9;
        element.clear();

        // Then
        assertThat(event.record()).asString(UTF_8).isEqualTo("{\"b\":\"AQI=\"}");
        assertThat(next.record()).asString(UTF_8).isEqualTo("{\"c\":\"longer than the first\"}");
    }

    @Test
    void pojosBecomePojosOfAnotherClass() {
        // Given
        BareRecordCodec<Login, Anonymous> codec = RecordCodecs.pojos(Login.class, Anonymous.class);

        // When
        LogEvent event = codec.toEvent(new Login("x", 3), 0);
        Anonymous anonymous =
                codec.fromEvent(
                        new Login("x", 3), event.withRecord("{\"attempts\":3}".getBytes(UTF_8)));

        // Then
        assertThat(event.record()).asString(UTF_8).isEqualTo("{\"attempts\":3,\"user\":\"x\"}");
        assertThat(anonymous.attempts).isEqualTo(3);
        assertThat(anonymous.user).isNull();
    }

    @Test
    void rowsBecomeMapsAndRecords() {
        // Given
        BareRecordCodec<Row, Map<String, Object>> toMaps =
                RecordCodecs.objects(USER, RecordMapTypeInformation.INSTANCE);
        BareRecordCodec<Row, User> toRecords =
                RecordCodecs.objects(USER, TypeInformation.of(User.class));
        Row row = Row.of("x", 5);

        // When
        Map<String, Object> map = toMaps.fromEvent(row, toMaps.toEvent(row, 0));
        User user = toRecords.fromEvent(row, toRecords.toEvent(row, 0));

        // Then
        assertThat(map).isEqualTo(Map.of("name", "x", "age", 5L));
        assertThat(user).isEqualTo(new User("x", 5));
    }

    @Test
    void passesTheOriginalOnUnlessTheTypeChanges() {
        // Given
        Row original = Row.of("x", 5);
        BareRecordCodec<Row, Row> same = RecordCodecs.rows(USER);
        BareRecordCodec<Row, User> other =
                RecordCodecs.objects(USER, TypeInformation.of(User.class));

        // When
        Row passed = same.fromOriginal(original, same.toEvent(original, 0));
        User converted = other.fromOriginal(original, other.toEvent(original, 0));

        // Then
        assertThat(passed).isSameAs(original);
        assertThat(converted).isEqualTo(new User("x", 5));
    }

    @Test
    void aMisfitIsAnInvalidRecord() {
        // Given
        RecordCodec<Row, Row> codec = RecordCodecs.rows(USER);
        LogEvent emitted = LogEvent.of("t", 0, 0, "{\"age\":\"old\"}".getBytes(UTF_8));

        // When, Then
        assertThatThrownBy(() -> codec.fromEvent(Row.of("x", 5), emitted))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessage(
                        "In the record that the filter emitted, field \"age\" is the string"
                                + " \"old\", but the type it shall become allows an integer from"
                                + " -2147483648 to 2147483647. Let the filter return what the"
                                + " type allows, or give the codec an output type that has it.");
    }

    @Test
    void aMisfitSurvivesTheWayToTheClient() throws Exception {
        // Given
        RecordCodec<Row, Row> codec = RecordCodecs.rows(USER);
        LogEvent emitted = LogEvent.of("t", 0, 0, "{\"age\":\"old\"}".getBytes(UTF_8));

        // When
        InvalidRecordException thrown = null;
        try {
            codec.fromEvent(Row.of("x", 5), emitted);
        } catch (InvalidRecordException e) {
            thrown = InstantiationUtil.clone(e);
        }

        // Then
        assertThat(thrown).hasMessageContaining("field \"age\" is the string");
    }

    @ParameterizedTest
    @MethodSource("unsupportedTypes")
    void refusesOnTheClientWhatHasNoForm(TypeInformation<?> type, String where, String what) {
        // When, Then
        assertThatThrownBy(() -> RecordCodecs.forType(type))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("no codec for elements of type " + type)
                .hasMessageContaining(where)
                .hasMessageContaining(what)
                .hasMessageContaining("String, byte[], LogEvent, Map<String, Object>")
                .hasMessageContaining("RecordCodec of your own");
    }

    static Stream<Arguments> unsupportedTypes() {
        return Stream.of(
                Arguments.of(Types.INT, "the element itself", "no object with fields"),
                Arguments.of(Types.LIST(Types.INT), "the element itself", "no object with fields"),
                Arguments.of(
                        new GenericTypeInfo<>(Object.class), "the element itself", "java.lang"),
                Arguments.of(
                        row("a", row("b", Types.GENERIC(Thread.class))),
                        "field \"a.b\" is of type GenericType<java.lang.Thread>",
                        "nothing but the class"),
                Arguments.of(
                        row("a", Types.LIST(Types.GENERIC(Thread.class))),
                        "field \"a[]\"",
                        "nothing but the class"),
                Arguments.of(
                        row("a", Types.MAP(Types.STRING, Types.VOID)), "field \"a.*\"", "Void"),
                Arguments.of(
                        row("a", Types.MAP(Types.DOUBLE, Types.STRING)),
                        "field \"a\"",
                        "whose keys are no String"),
                Arguments.of(
                        TypeInformation.of(Shape.class), "the element itself", "abstract class"));
    }

    @Test
    void findsTheCodecOfAType() {
        // When, Then
        assertThat(RecordCodecs.forType(Types.STRING).inputType()).isEqualTo(Types.STRING);
        assertThat(
                        RecordCodecs.forType(TypeInformation.of(byte[].class))
                                .supports(EventFormat.MSGPACK))
                .isTrue();
        assertThat(RecordCodecs.forType(TypeInformation.of(LogEvent.class)))
                .isSameAs(RecordCodecs.logEvents());
        assertThat(RecordCodecs.forType(USER).outputType()).isEqualTo(USER);
        assertThat(RecordCodecs.forType(Types.MAP(Types.STRING, Types.LONG)).outputType())
                .isEqualTo(Types.MAP(Types.STRING, Types.LONG));
        assertThat(
                        RecordCodecs.forType(
                                        TypeInformation.of(
                                                new TypeHint<Tuple2<String, Integer>>() {}))
                                .toEvent(Tuple2.of("x", 1), 0)
                                .record())
                .asString(UTF_8)
                .isEqualTo("{\"f0\":\"x\",\"f1\":1}");
    }

    private static TypeInformation<Row> row(String field, TypeInformation<?> type) {
        return Types.ROW_NAMED(new String[] {field}, type);
    }

    /** A Java record that has the fields of {@link #USER}. */
    public record User(String name, int age) {}

    /** A POJO. */
    public static final class Login {
        public String user = "";
        public int attempts;

        public Login() {}

        Login(String user, int attempts) {
            this.user = user;
            this.attempts = attempts;
        }
    }

    /** A POJO with another set of fields. */
    public static final class Anonymous {
        public int attempts;
        public @Nullable Long user;

        public Anonymous() {}
    }

    /** A POJO of which there is no object. */
    public abstract static class Shape {
        public int corners;
    }
}
