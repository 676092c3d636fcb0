package io.github.flinkwasm.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The planner never calls the guest, and a query calls it once for each row and occurrence. */
final class GuestCallsITCase {

    private static final int ROWS = 1_000;

    /** Prints a line at every call. */
    private static final String SPEAKING = "classpath:guests/command-line/surroundings.wasm";

    private static final String CALL = "called with tag counted";

    private static final InMemoryReporter REPORTER = InMemoryReporter.createWithRetainedMetrics();

    @RegisterExtension static final MiniClusterExtension CLUSTER = Sql.cluster(REPORTER);

    /** Every form of a function, in its own query over all rows. */
    private static Stream<Arguments> forms() {
        String literals =
                "'%s', 'surroundings', 'counted', CAST(NULL AS TIMESTAMP(3)), r, '%s'"
                        .formatted(SPEAKING, "{\"limits.max-guest-output-per-second\": \"64 mb\"}");
        List<String> queries =
                List.of(
                        "SELECT id, record FROM numbers, LATERAL TABLE(kept('counted', r))",
                        "SELECT id, x FROM (SELECT id, answer('counted', r) AS x FROM numbers)"
                                + " WHERE x IS NOT NULL AND UPPER(x) <> LOWER(x)",
                        "SELECT id, record FROM numbers, LATERAL TABLE(kept_by_class("
                                + literals
                                + "))",
                        "SELECT id, UPPER(x), x FROM (SELECT id, answer_by_class("
                                + literals
                                + ") AS x FROM numbers)");
        List<String> names = List.of("kept", "answer", "kept_by_class", "answer_by_class");
        return Stream.of(RuntimeExecutionMode.STREAMING, RuntimeExecutionMode.BATCH)
                .flatMap(
                        mode ->
                                Stream.iterate(0, i -> i < names.size(), i -> i + 1)
                                        .map(
                                                i ->
                                                        Arguments.of(
                                                                mode,
                                                                names.get(i),
                                                                queries.get(i))));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void guestIsCalledOnceForEachRow(RuntimeExecutionMode mode, String function, String query)
            throws Exception {
        // Given
        Sql sql = session(mode);
        GuestLines lines = new GuestLines();

        // When
        Sql.Result result = sql.result(query);

        // Then
        assertThat(result.rows()).hasSize(ROWS);
        assertThat(lines.containing(CALL)).hasSize(ROWS);
        assertThat(emitted(result.job(), function)).isEqualTo(ROWS);
    }

    @Test
    void everyOccurrenceInAQueryIsACall() throws Exception {
        // Given
        Sql sql = session(RuntimeExecutionMode.STREAMING);
        GuestLines lines = new GuestLines();

        // When
        Sql.Result result =
                sql.result(
                        "SELECT answer('counted', r), answer('counted', r) FROM numbers"
                                + " WHERE answer('counted', r) IS NOT NULL");

        // Then
        assertThat(result.rows()).hasSize(ROWS);
        assertThat(lines.containing(CALL)).hasSize(3 * ROWS);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "answer('counted', r) BETWEEN 'a' AND '}' | 2",
                "NULLIF(answer('counted', r), 'x') | 2",
                "answer('counted', r) IN ('x', 'y') | 2",
                "CASE answer('counted', r) WHEN 'x' THEN 1 WHEN 'y' THEN 2 END | 2",
                "x BETWEEN 'a' AND '}' | 1",
                "COALESCE(answer('counted', r), 'x') | 1",
                "id | 0"
            })
    void flinkRepeatsTheOperandOfSomeOperatorsButNotAName(String expression, int calls)
            throws Exception {
        // Given
        Sql sql = session(RuntimeExecutionMode.STREAMING);
        GuestLines lines = new GuestLines();

        // When
        sql.result(
                "SELECT %s FROM (SELECT id, r, answer('counted', r) AS x FROM numbers)"
                        .formatted(expression));

        // Then
        assertThat(lines.containing(CALL)).hasSize(calls * ROWS);
    }

    @Test
    void twoInsertsThatReadOneViewCallTwice() throws Exception {
        // Given
        Sql sql = session(RuntimeExecutionMode.STREAMING);
        sql.run("CREATE VIEW filtered AS SELECT record FROM numbers, LATERAL TABLE(kept(r))");
        sql.run("CREATE TABLE here (record STRING) WITH ('connector' = 'blackhole')");
        sql.run("CREATE TABLE there (record STRING) WITH ('connector' = 'blackhole')");
        StatementSet statements =
                sql.environment()
                        .createStatementSet()
                        .addInsertSql("INSERT INTO here SELECT record FROM filtered")
                        .addInsertSql("INSERT INTO there SELECT record FROM filtered");
        GuestLines lines = new GuestLines();

        // When
        statements.execute().await();

        // Then
        assertThat(lines.containing("called with tag")).hasSize(2 * ROWS);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void planningCallsNoGuest(RuntimeExecutionMode mode, String function, String query)
            throws Exception {
        // Given
        Sql sql = session(mode);
        String ofLiterals = query.replace("FROM numbers", "FROM (VALUES (1, '{}')) AS t(id, r)");
        GuestLines lines = new GuestLines();

        // When
        String plan =
                sql.environment().explainSql(query) + sql.environment().explainSql(ofLiterals);

        // Then
        assertThat(plan).contains(function);
        assertThat(lines.containing("")).isEmpty();
    }

    private static Sql session(RuntimeExecutionMode mode) {
        Sql sql =
                Sql.session(mode)
                        .loadModule(
                                "kept.wasm", SPEAKING,
                                "kept.function-name", "surroundings",
                                "kept.limits.max-guest-output-per-second", "64 mb",
                                "answer.wasm", SPEAKING,
                                "answer.function-name", "surroundings",
                                "answer.limits.max-guest-output-per-second", "64 mb",
                                "answer.kind", "scalar");
        sql.run("CREATE FUNCTION kept_by_class AS '" + WasmTableFunction.class.getName() + "'");
        sql.run("CREATE FUNCTION answer_by_class AS '" + WasmScalarFunction.class.getName() + "'");
        sql.run(
                """
                CREATE TABLE ids (id INT) WITH (
                    'connector' = 'datagen',
                    'number-of-rows' = '%1$d',
                    'fields.id.kind' = 'sequence',
                    'fields.id.start' = '1',
                    'fields.id.end' = '%1$d')
                """
                        .formatted(ROWS));
        sql.run(
                "CREATE VIEW numbers AS SELECT id, '{\"id\":' || CAST(id AS STRING) || '}' AS r"
                        + " FROM ids");
        return sql;
    }

    private static long emitted(JobID job, String function) {
        return REPORTER
                .findMetrics(job, "wasm.function." + function + ".eventsEmitted")
                .values()
                .stream()
                .mapToLong(metric -> ((Counter) metric).getCount())
                .sum();
    }
}
