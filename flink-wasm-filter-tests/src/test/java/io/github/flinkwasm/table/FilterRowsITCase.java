package io.github.flinkwasm.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What rows become: with NULLs, of every type, in every form of a record, and when they fail. */
final class FilterRowsITCase {

    private static final InMemoryReporter REPORTER = InMemoryReporter.create();

    @RegisterExtension static final MiniClusterExtension CLUSTER = Sql.cluster(REPORTER);

    /** Every type that SQL has literals or casts for. */
    private static final String ALL_TYPES =
            """
            SELECT CAST(ROW(
                TRUE, CAST(-1 AS TINYINT), CAST(300 AS SMALLINT), 70000, 9007199254740993,
                CAST(1.5 AS FLOAT), CAST(0.1 AS DOUBLE), CAST('12345678901234567890.123456789' AS DECIMAL(38, 9)),
                'ab', 'größe', CAST(x'00ff' AS BINARY(2)), CAST(x'01' AS VARBINARY(4)), CAST(x'0203' AS BYTES),
                DATE '2026-11-22', TIME '10:15:30', TIMESTAMP '2026-11-22 10:15:30.123456789',
                TO_TIMESTAMP_LTZ(1795342530123, 3), ARRAY[1, CAST(NULL AS INT)], ARRAY[1, 2], MAP['k', 1.25],
                MAP[1, 'one'], nested, list,
                CAST(NULL AS STRING))
            AS ROW<
                b BOOLEAN, ti TINYINT, si SMALLINT, i INT, bi BIGINT,
                f FLOAT, d DOUBLE, de DECIMAL(38, 9),
                c CHAR(3), s STRING, bin BINARY(2), vb VARBINARY(4), bs BYTES,
                da DATE, tm TIME(0), ts TIMESTAMP(9),
                tl TIMESTAMP_LTZ(3), a ARRAY<INT>, an ARRAY<INT NOT NULL>, m MAP<STRING, DECIMAL(3, 2)>,
                mi MAP<INT, STRING>, r ROW<i INT, r ROW<s STRING>>, ar ARRAY<ROW<z INT>>,
                n STRING>) AS event
            FROM (SELECT ROW(5, inside) AS nested, ARRAY[small] AS list
                FROM (SELECT ROW('x') AS inside, ROW(1) AS small))
            """;

    private static final String ALL_VALUES =
            "true, -1, 300, 70000, 9007199254740993, 1.5, 0.1, 12345678901234567890.123456789, ab ,"
                    + " größe, [0, -1], [1], [2, 3], 2026-11-22, 10:15:30,"
                    + " 2026-11-22T10:15:30.123456789, 2026-11-22T10:15:30.123Z, [1, null], [1, 2],"
                    + " {k=1.25}, {1=one}, +I[5, +I[x]], [+I[1]], null";

    private Sql sql;

    @BeforeEach
    void createSession() {
        sql = Sql.session(RuntimeExecutionMode.STREAMING);
    }

    @ParameterizedTest
    @EnumSource(
            value = RuntimeExecutionMode.class,
            names = {"STREAMING", "BATCH"})
    void nullsHaveAMeaningInEveryArgument(RuntimeExecutionMode mode) throws Exception {
        // Given
        sql = Sql.session(mode);
        sql.loadModule(
                "ways.wasm", Sql.WAYS_OUT,
                "ways.function-name", "ways_out",
                "ways.tag", "none");
        sql.run(
                """
                CREATE TEMPORARY VIEW logs AS SELECT * FROM (VALUES
                    (1, 'app', TIMESTAMP '2026-11-22 10:00:00.123456789', '{"do":"emit"}'),
                    (2, CAST(NULL AS STRING), TIMESTAMP '1969-12-31 23:59:59.999999999', '{"do":"emit"}'),
                    (3, 'app', CAST(NULL AS TIMESTAMP(9)), '{"do":"emit"}'),
                    (4, 'app', TIMESTAMP '2026-11-22 10:00:00', CAST(NULL AS STRING)),
                    (5, 'app', TIMESTAMP '2026-11-22 10:00:00', '{"do":"drop"}')) AS t(id, tag, ts, r)
                """);

        // When
        List<String> rows =
                sql.rows("SELECT id, record FROM logs, LATERAL TABLE(ways(tag, ts, r))");

        // Then
        assertThat(rows)
                .containsExactlyInAnyOrder(
                        "+I[1, " + emitted("app", 1_795_341_600, 123_456_789) + "]",
                        "+I[2, " + emitted("none", 4_294_967_295L, 999_999_999) + "]",
                        "+I[3, " + emitted("app", 0, 0) + "]",
                        "+I[4, null]");
    }

    @Test
    void scalarIsNullForWhatIsDroppedAndForNull() throws Exception {
        // Given
        loadWaysOut("kind", "scalar");

        // When
        List<String> rows =
                sql.rows(
                        "SELECT id, ways(NULL, NULL, r) FROM (VALUES (1, '{\"do\":\"emit\"}'),"
                                + " (2, '{\"do\":\"drop\"}'), (3, CAST(NULL AS STRING)))"
                                + " AS t(id, r)");

        // Then
        assertThat(rows)
                .containsExactlyInAnyOrder(
                        "+I[1, " + emitted("flink", 0, 0) + "]", "+I[2, null]", "+I[3, null]");
    }

    @Test
    void timeOfTheLocalZoneIsAPointInTime() throws Exception {
        // Given
        sql.environment().getConfig().set("table.local-time-zone", "Asia/Tokyo");
        loadWaysOut("kind", "scalar");

        // When
        List<String> rows =
                sql.rows(
                        "SELECT ways('app', TO_TIMESTAMP_LTZ(1500, 3), '{\"do\":\"emit\"}'),"
                                + " ways('app', TIMESTAMP '1970-01-01 00:00:02',"
                                + " '{\"do\":\"emit\"}')");

        // Then
        assertThat(rows)
                .containsExactly(
                        "+I[%s, %s]"
                                .formatted(emitted("app", 1, 500_000_000), emitted("app", 2, 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ts", "ltz", "PROCTIME()"})
    void timeAttributeIsATime(String attribute) throws Exception {
        // Given
        sql.environment().getConfig().set("table.local-time-zone", "UTC");
        loadWaysOut();
        sql.run(
                """
                CREATE TABLE events (
                    id INT, ltz AS TO_TIMESTAMP_LTZ(id, 0), ts AS CAST(TO_TIMESTAMP_LTZ(id, 0) AS TIMESTAMP(3)),
                    WATERMARK FOR %s AS %1$s)
                WITH (
                    'connector' = 'datagen', 'number-of-rows' = '1',
                    'fields.id.kind' = 'sequence', 'fields.id.start' = '7', 'fields.id.end' = '8')
                """
                        .formatted(attribute.equals("ltz") ? "ltz" : "ts"));

        // When
        List<String> rows =
                sql.rows(
                        "SELECT record FROM events, LATERAL TABLE(ways('app', %s, '{\"do\":\"emit\"}'))"
                                .formatted(attribute));

        // Then
        if (attribute.equals("PROCTIME()")) {
            assertThat(rows).singleElement().asString().contains("\"record\"");
        } else {
            assertThat(rows).containsExactly("+I[" + emitted("app", 7, 0) + "]");
        }
    }

    @Test
    void droppedRowStaysInALeftJoin() throws Exception {
        // Given
        loadWaysOut();

        // When
        List<String> rows =
                sql.rows(
                        "SELECT id, record FROM (VALUES (1, '{\"do\":\"emit\"}'),"
                                + " (2, '{\"do\":\"drop\"}')) AS t(id, r)"
                                + " LEFT JOIN LATERAL TABLE(ways(r)) ON TRUE");

        // Then
        assertThat(rows)
                .containsExactlyInAnyOrder("+I[1, " + emitted("flink", 0, 0) + "]", "+I[2, null]");
    }

    @Test
    void functionMayHaveAKeywordAsItsName() throws Exception {
        // Given
        load("filter", Sql.WAYS_OUT, "ways_out");

        // When
        List<String> rows = sql.rows("SELECT * FROM LATERAL TABLE(`filter`('{\"do\":\"emit\"}'))");

        // Then
        assertThat(rows).containsExactly("+I[" + emitted("flink", 0, 0) + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "fail,",
        "drop, '+I[1, a]; +I[3, c]'",
        "pass-through, '+I[1, a]; +I[2, b]; +I[3, c]'",
        "PASS_THROUGH, '+I[1, a]; +I[2, b]; +I[3, c]'"
    })
    void failuresAreHandledAsAsked(String onFailure, String expected) throws Exception {
        // Given
        loadWaysOut("on-failure", onFailure);
        String query =
                "SELECT id, n FROM (VALUES (1, 'a', '{\"do\":\"emit\"}'),"
                        + " (2, 'b', '{\"do\":\"trap\"}'), (3, 'c', '{\"do\":\"emit\"}'))"
                        + " AS t(id, n, r), LATERAL TABLE(ways(r))";

        // When
        List<String> rows = expected == null ? List.of() : sql.rows(query);
        Throwable failure = expected == null ? catchThrowable(() -> sql.rows(query)) : null;

        // Then
        if (expected == null) {
            assertThat(Sql.shown(failure))
                    .contains("TRAP", "the function ways the option on-failure: error-column");
        } else {
            assertThat(String.join("; ", rows.stream().sorted().toList())).isEqualTo(expected);
        }
    }

    @Test
    void trapInRow500ComesAsColumns() throws Exception {
        // Given
        loadWaysOut("on-failure", "error-column");
        sql.run(
                """
                CREATE TABLE ids (id INT) WITH (
                    'connector' = 'datagen', 'number-of-rows' = '1000',
                    'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '1000')
                """);

        // When
        List<String> rows =
                sql.rows(
                        "SELECT id, record IS NULL, error_reason, error_detail, error_record FROM"
                                + " (SELECT id, CASE id WHEN 500 THEN '{\"do\":\"trap\"}' ELSE"
                                + " '{\"do\":\"emit\"}' END AS r FROM ids),"
                                + " LATERAL TABLE(ways(r))");

        // Then
        assertThat(rows).hasSize(1000);
        assertThat(rows.stream().filter(row -> !row.endsWith("false, null, null, null]")))
                .containsExactly(
                        "+I[500, true, TRAP, Trapped on unreachable instruction,"
                                + " {\"do\":\"trap\"}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "msgpack"})
    void everyTypeOfARowComesBackAsItIs(String format) throws Exception {
        // Given
        sql.environment().getConfig().set("table.local-time-zone", "UTC");
        loadIdentity("event-format", format);
        sql.run("CREATE TEMPORARY VIEW v AS " + ALL_TYPES);

        // When
        List<String> rows = sql.rows("SELECT f.* FROM v, LATERAL TABLE(id(event)) AS f");

        // Then
        assertThat(rows).containsExactly("+I[" + ALL_VALUES + "]");
    }

    @Test
    void timeOfAnyPrecisionComesBackWithItsMilliseconds() throws Exception {
        // Given
        sql.environment().getConfig().set("table.local-time-zone", "UTC");
        loadIdentity();
        // No literals: the planner takes the milliseconds from them, and fails on negative ones.
        sql.run(
                """
                CREATE TABLE times (
                    ms BIGINT, early AS CAST(TO_TIMESTAMP_LTZ(ms, 3) AS TIMESTAMP(3)),
                    late AS CAST(TO_TIMESTAMP_LTZ(ms + 40530000, 3) AS TIMESTAMP(3)))
                WITH (
                    'connector' = 'datagen', 'number-of-rows' = '1', 'fields.ms.kind' = 'sequence',
                    'fields.ms.start' = '-3599877', 'fields.ms.end' = '-3599876')
                """);
        sql.run(
                """
                CREATE TEMPORARY VIEW v AS SELECT
                    CAST(ROW(CAST(early AS TIME(3)), CAST(late AS TIME(3)), LOCALTIME, CURRENT_TIME)
                    AS ROW<early TIME(3), late TIME(3), l TIME(0), c TIME>) AS event
                FROM times
                """);

        // When
        List<String> rows =
                sql.rows(
                        "SELECT f.early, f.late, f.l IS NULL, f.c IS NULL"
                                + " FROM v, LATERAL TABLE(id(event)) AS f");

        // Then
        assertThat(rows).containsExactly("+I[23:00:00.123, 10:15:30.123, false, false]");
    }

    @Test
    void guestSeesARowAsAnObjectByColumnNames() throws Exception {
        // Given
        loadIdentity("output", "STRING");
        sql.run("CREATE TEMPORARY VIEW v AS " + ALL_TYPES);

        // When
        List<String> rows = sql.rows("SELECT f.* FROM v, LATERAL TABLE(id(event)) AS f");

        // Then
        assertThat(rows)
                .containsExactly(
                        "+I[{\"b\":true,\"ti\":-1,\"si\":300,\"i\":70000,\"bi\":9007199254740993,"
                            + "\"f\":1.5,\"d\":0.1,\"de\":12345678901234567890.123456789,\"c\":\"ab"
                            + " \",\"s\":\"größe\",\"bin\":\"AP8=\",\"vb\":\"AQ==\",\"bs\":\"AgM=\","
                            + "\"da\":\"2026-11-22\",\"tm\":\"10:15:30\","
                            + "\"ts\":\"2026-11-22T10:15:30.123456789\","
                            + "\"tl\":\"2026-11-22T10:15:30.123Z\",\"a\":[1,null],\"an\":[1,2],"
                            + "\"m\":{\"k\":1.25},\"mi\":{\"1\":\"one\"},"
                            + "\"r\":{\"i\":5,\"r\":{\"s\":\"x\"}},\"ar\":[{\"z\":1}],"
                            + "\"n\":null}]");
    }

    @Test
    void scalarGivesARowWithFields() throws Exception {
        // Given
        loadIdentity("kind", "scalar");
        sql.run("CREATE TEMPORARY VIEW v AS " + ALL_TYPES);

        // When
        List<String> rows =
                sql.rows("SELECT x.i, x.r.r.s, x.de FROM (SELECT id(event) AS x FROM v)");

        // Then
        assertThat(rows).containsExactly("+I[70000, x, 12345678901234567890.123456789]");
    }

    @Test
    void jsonTextBecomesTheDeclaredColumns() throws Exception {
        // Given
        loadIdentity(
                "output", "ROW<host STRING, status INT NOT NULL>", "on-failure", "error-column");

        // When
        List<String> rows =
                sql.rows(
                        "SELECT f.* FROM (VALUES ('{\"host\":\"a\",\"status\":200,\"more\":[]}'),"
                                + " ('{\"host\":\"b\"}'), ('{\"status\":\"x\"}'),"
                                + " (CAST(NULL AS STRING))) AS t(r), LATERAL TABLE(id(r)) AS f");

        // Then
        assertThat(rows)
                .containsExactlyInAnyOrder(
                        "+I[a, 200, null, null, null]",
                        "+I[null, null, INVALID_RECORD, In the record that the filter emitted,"
                            + " field \"status\" is missing, but the type it shall become allows an"
                            + " integer from -2147483648 to 2147483647. Let the filter return what"
                            + " the type allows, or declare another one with the option output.,"
                            + " {\"host\":\"b\"}]",
                        "+I[null, null, INVALID_RECORD, In the record that the filter emitted,"
                            + " field \"status\" is the string \"x\", but the type it shall become"
                            + " allows an integer from -2147483648 to 2147483647. Let the filter"
                            + " return what the type allows, or declare another one with the option"
                            + " output., {\"status\":\"x\"}]",
                        "+I[null, null, null, null, null]");
    }

    @Test
    void passedThroughRecordGetsTheDeclaredTypeOrFailsTheJob() throws Exception {
        // Given
        loadWaysOut("output", "ROW<`do` STRING, n INT>", "on-failure", "pass-through");

        // When
        List<String> rows =
                sql.rows("SELECT f.* FROM LATERAL TABLE(ways('{\"do\":\"trap\",\"n\":1}')) AS f");
        Throwable failure =
                catchThrowable(
                        () ->
                                sql.rows(
                                        "SELECT * FROM LATERAL"
                                                + " TABLE(ways('{\"do\":\"t\",\"n\":[]}'))"));

        // Then
        assertThat(rows).containsExactly("+I[trap, 1]");
        assertThat(Sql.messages(failure)).contains("TRAP", "field \"n\" is an array");
    }

    @Test
    void recordsMayBeBytesAndMaps() throws Exception {
        // Given
        loadIdentity("event-format", "msgpack", "kind", "scalar");

        // When
        List<String> rows =
                sql.rows(
                        "SELECT id(x'81a16101'), id(CAST(MAP['a', 'b'] AS MAP<STRING, STRING>)),"
                                + " id(CAST(NULL AS BYTES))");

        // Then
        assertThat(rows).containsExactly("+I[[-127, -95, 97, 1], {a=b}, null]");
    }

    @Test
    void mapOfLiteralsComesBackAtEveryDepth() throws Exception {
        // Given
        loadIdentity("event-format", "msgpack", "kind", "scalar");

        // When
        List<String> rows =
                sql.rows(
                        "SELECT id(MAP['tags', ARRAY['a', 'bb']]),"
                                + " id(MAP['a', MAP['b', x'0102']]),"
                                + " id(MAP['a', ARRAY[MAP[1, 'one']]])");

        // Then
        assertThat(rows).containsExactly("+I[{tags=[a, bb]}, {a={b=[1, 2]}}, {a=[{1=one}]}]");
    }

    private void loadWaysOut(String... options) {
        load("ways", Sql.WAYS_OUT, "ways_out", options);
    }

    private void loadIdentity(String... options) {
        load("id", Sql.IDENTITY, "f", options);
    }

    private void load(String name, String wasm, String function, String... options) {
        String[] all = new String[4 + options.length];
        all[0] = name + ".wasm";
        all[1] = wasm;
        all[2] = name + ".function-name";
        all[3] = function;
        for (int i = 0; i < options.length; i += 2) {
            all[4 + i] = name + "." + options[i];
            all[5 + i] = options[i + 1];
        }
        sql.loadModule(all);
    }

    private static String emitted(String tag, long second, int nano) {
        return "{\"tag\":\"%s\",\"sec\":%d,\"nsec\":%d,\"record\":{\"do\":\"emit\"}}"
                .formatted(tag, second, nano);
    }
}
