package io.github.flinkwasm.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Set;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.table.api.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SQL is told that cannot work; nothing here runs a job. */
final class RefusedCallsITCase {

    private static Sql sql;

    @BeforeAll
    static void loadModule() {
        sql =
                Sql.session(RuntimeExecutionMode.STREAMING)
                        .loadModule(
                                "Ident.wasm", Sql.IDENTITY,
                                "Ident.function-name", "f",
                                "packed.wasm", Sql.IDENTITY,
                                "packed.function-name", "f",
                                "packed.event-format", "msgpack",
                                "packed.kind", "scalar",
                                "odd.wasm", Sql.IDENTITY,
                                "odd.function-name", "f",
                                "odd.output", "ROW<a NONSENSE>",
                                "number.wasm", Sql.IDENTITY,
                                "number.function-name", "f",
                                "number.output", "INT",
                                "nothing.wasm", Sql.IDENTITY,
                                "nothing.function-name", "f",
                                "nothing.output", "ROW<>",
                                "taken.wasm", Sql.IDENTITY,
                                "taken.function-name", "f",
                                "taken.output", "ROW<error_detail STRING>",
                                "taken.on-failure", "error-column",
                                "zoned.wasm", Sql.IDENTITY,
                                "zoned.function-name", "f",
                                "zoned.output", "ROW<a MAP<DATE, INT>>");
        sql.run("CREATE FUNCTION named AS '" + WasmScalarFunction.class.getName() + "'");
        sql.run("CREATE FUNCTION named_rows AS '" + WasmTableFunction.class.getName() + "'");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "* FROM LATERAL TABLE(ident(17)) | The record of function ident is INT NOT NULL,"
                        + " but must be a STRING of JSON, BYTES, a MAP or a ROW.",
                "* FROM LATERAL TABLE(ident(1, '{}')) | The tag of function ident is INT NOT NULL,"
                    + " but must be a STRING. The arguments are (record), (tag, record) or (tag,"
                    + " event_time, record).",
                "* FROM LATERAL TABLE(ident('t', 5, '{}')) | The event_time of function ident is"
                        + " INT NOT NULL, but must be a TIMESTAMP or a TIMESTAMP_LTZ. Make one of a"
                        + " number of milliseconds with TO_TIMESTAMP_LTZ(…, 3).",
                "* FROM LATERAL TABLE(ident()) | ident(tag STRING, event_time {TIMESTAMP |"
                        + " TIMESTAMP_LTZ}, record {STRING | BYTES | MAP | ROW})",
                "* FROM LATERAL TABLE(ident(ROW(1, 'x'))) | has a ROW whose fields are called"
                        + " EXPR$0, EXPR$1, since ROW(…) gives them no names",
                "* FROM LATERAL TABLE(ident(MAP['k', ROW(1)])) | has a ROW whose fields are called"
                        + " EXPR$0, since ROW(…) gives them no names",
                "* FROM LATERAL TABLE(nothing('{}')) | The option \"output\" of function nothing is"
                        + " ROW<>, but a ROW must have a field.",
                "* FROM LATERAL TABLE(taken('{}')) | The output of function taken has a field"
                        + " \"error_detail\", but with on-failure error-column that is the name",
                "* FROM LATERAL TABLE(ident(MAP[DATE '2026-11-22', 1])) | The record of function"
                    + " ident has a type without a form in a record: the element itself is of type"
                    + " MAP<DATE NOT NULL, INT NOT NULL> NOT NULL, whose keys are no STRING,"
                    + " BOOLEAN, TINYINT, SMALLINT, INT or BIGINT. CAST it to another type, or"
                    + " leave it out.",
                "packed('{}') | The record of function packed is a STRING, but its filter has the"
                    + " event-format msgpack, which is no text. Pass BYTES with msgpack in them, a"
                    + " MAP or a ROW.",
                "* FROM LATERAL TABLE(odd('{}')) | The option \"output\" of function odd is \"ROW<a"
                        + " NONSENSE>\", but must be a type of SQL, such as ROW<host STRING, status"
                        + " INT>",
                "* FROM LATERAL TABLE(number('{}')) | The option \"output\" of function number is"
                        + " INT, but must be STRING, BYTES, a MAP or a ROW.",
                "* FROM LATERAL TABLE(zoned('{}')) | The output of function zoned has a type"
                    + " without a form in a record: field \"a\" is of type MAP<DATE, INT>, whose"
                    + " keys are no STRING",
                "named(w, 'f', '{}') FROM (VALUES ('x'), ('y')) AS t(w) | The wasm of function"
                    + " default_catalog.default_database.named has to be a literal of type STRING,"
                    + " since it is needed before there are rows. It is argument 1.",
                "named('/no/filter.wasm', 'f', '{}') | Module /no/filter.wasm does not exist. Check"
                        + " the path; a relative one is resolved against the working directory of"
                        + " the process.",
                "named('weed://no/filter.wasm', 'f', '{}') | Module weed://no/filter.wasm cannot be"
                        + " read: it is on a file system that Flink does not know here",
                "named('classpath:guests/wat/identity.wasm', 'f', NULL, NULL, '{}', '[]') | The"
                    + " options \"[]\" are no JSON object of options and their values: it is an"
                    + " array. Write them as in '{\"on-failure\": \"drop\", \"limits.memory\": \"64"
                    + " mb\"}'.",
                "named('classpath:guests/wat/identity.wasm', 'f', NULL, NULL, '{}',"
                    + " '{\"on-failur\":\"drop\"}') | There is no option \"on-failur\". The nearest"
                    + " is \"on-failure\".",
                "named('classpath:guests/wat/identity.wasm', 'f', NULL, NULL, '{}',"
                        + " '{\"on-failure\":\"error-column\"}') | is error-column, but a scalar"
                        + " function has one value and no columns",
                "named('classpath:guests/wat/identity.wasm', 'f', NULL, NULL, '{}',"
                    + " '{\"wasm\":\"x\"}') | The option \"wasm\" is an argument of its own. Leave"
                    + " it out of the options.",
                "named('classpath:guests/wat/identity.wasm', 'f', NULL, NULL, '{}',"
                        + " '{\"kind\":\"table\"}') | There is no option \"kind\".",
                "named('classpath:guests/wat/identity.wasm', '{}') | named(wasm STRING,"
                        + " function_name STRING, record {STRING | BYTES | MAP | ROW})"
            })
    void queryIsRefusedWithAReason(String select, String reason) {
        // When
        Throwable failure = catchThrowable(() -> sql.environment().explainSql("SELECT " + select));

        // Then
        assertThat(Sql.shown(failure)).contains(reason);
    }

    @Test
    void moduleListsItsFunctionsInLowerCase() {
        // When
        Set<String> functions = Set.of(sql.environment().listFunctions());

        // Then
        assertThat(functions).contains("ident", "packed").doesNotContain("Ident");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "MAP['level', 'info'] | MAP<STRING NOT NULL, STRING>",
                "MAP[1, 2] | MAP<INT NOT NULL, INT>",
                "MAP['tags', ARRAY['a', 'bb']] | MAP<STRING NOT NULL, ARRAY<STRING>>",
                "MAP['a', MAP['b', x'01']] | MAP<STRING NOT NULL, MAP<STRING NOT NULL, BYTES>>",
                "MAP['a', r] | MAP<STRING NOT NULL, ROW<`s` STRING, `n` ARRAY<INT>>>"
            })
    void mapOfLiteralsComesBackWithoutTheLengthsOfTheseLiterals(String map, String type) {
        // When
        Table filtered =
                sql.environment()
                        .sqlQuery(
                                "SELECT f.* FROM (SELECT CAST(ROW('x', ARRAY[1])"
                                        + " AS ROW<s CHAR(1), n ARRAY<INT NOT NULL>>) AS r),"
                                        + " LATERAL TABLE(ident(%s)) AS f".formatted(map));

        // Then
        assertThat(filtered.getResolvedSchema().getColumnDataTypes().toString())
                .isEqualTo("[" + type + "]");
    }

    @Test
    void wrongKeyIsNamedByLoadModule() {
        // Given
        Sql fresh = Sql.session(RuntimeExecutionMode.STREAMING);

        // When
        Throwable failure =
                catchThrowable(() -> fresh.loadModule("f.wasm", Sql.IDENTITY, "f.function", "f"));

        // Then
        assertThat(Sql.shown(failure))
                .contains(
                        "There is no option \"function.f.function\".",
                        "The nearest is \"function.f.function-name\".",
                        "kind, limits.call-timeout");
    }
}
