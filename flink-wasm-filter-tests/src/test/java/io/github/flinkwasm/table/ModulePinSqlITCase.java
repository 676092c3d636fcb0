package io.github.flinkwasm.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkwasm.datastream.ModuleFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.PlanReference;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which module a query runs when the file changes: per plan, or for good with a digest. */
final class ModulePinSqlITCase {

    private static final InMemoryReporter REPORTER = InMemoryReporter.create();

    @RegisterExtension static final MiniClusterExtension CLUSTER = Sql.cluster(REPORTER);

    private static final String RECORD = ModuleFile.record(1);
    private static final String QUERY =
            "SELECT record FROM LATERAL TABLE(f(" + Sql.literal(RECORD) + "))";

    @TempDir private Path directory;

    @Test
    void aPlanRunsTheModuleThatItWasMadeWithOrFails() throws Exception {
        // Given
        ModuleFile file = ModuleFile.ofModulesOfItsOwn(directory);
        DataStream<Row> planned = planned(file);
        file.overwriteWith(ModuleFile.TRAPPING);

        // When
        Throwable failure = catchThrowable(() -> collect(planned));

        // Then
        assertThat(Sql.messages(failure)).contains("ModuleLoadException", "sha256", file.uri());
    }

    @Test
    void aPlanMadeAfterwardsPinsTheNewModule() throws Exception {
        // Given
        ModuleFile file = ModuleFile.ofModulesOfItsOwn(directory);
        Sql sql = session(file);
        List<String> before = sql.rows(QUERY);
        file.overwriteWith(ModuleFile.TRAPPING);

        // When
        Throwable failure = catchThrowable(() -> sql.rows(QUERY));

        // Then
        assertThat(before).containsExactly("+I[" + RECORD + "]");
        assertThat(Sql.messages(failure)).contains("TRAP");
    }

    @Test
    void aDigestInTheOptionsHoldsForEveryPlan() throws Exception {
        // Given
        ModuleFile file = ModuleFile.ofModulesOfItsOwn(directory);
        String sha256 = file.sha256();
        Sql sql = session(file, "f.sha256", sha256);
        List<String> before = sql.rows(QUERY);
        file.overwriteWith(ModuleFile.TRAPPING);

        // When
        Throwable failure = catchThrowable(() -> sql.rows(QUERY));

        // Then
        assertThat(before).containsExactly("+I[" + RECORD + "]");
        assertThat(Sql.messages(failure)).contains("ModuleLoadException", sha256.substring(0, 12));
    }

    @Test
    void aDigestInTheLiteralsHoldsForEveryPlan() throws Exception {
        // Given
        ModuleFile file = ModuleFile.ofModulesOfItsOwn(directory);
        Sql sql = Sql.session(RuntimeExecutionMode.BATCH);
        sql.run("CREATE FUNCTION g AS '" + WasmScalarFunction.class.getName() + "'");
        String query =
                "SELECT g(%s, 'f', NULL, NULL, %s, '{\"sha256\": \"%s\"}')"
                        .formatted(Sql.literal(file.uri()), Sql.literal(RECORD), file.sha256());
        List<String> before = sql.rows(query);
        file.overwriteWith(ModuleFile.TRAPPING);

        // When
        Throwable failure = catchThrowable(() -> sql.rows(query));

        // Then
        assertThat(before).containsExactly("+I[" + RECORD + "]");
        assertThat(Sql.messages(failure)).contains("ModuleLoadException");
    }

    @Test
    void withAStoreAPlanOutlivesItsFile() throws Exception {
        // Given
        ModuleFile file = ModuleFile.ofModulesOfItsOwn(directory);
        String store = directory.resolve("store").toUri().toString();
        DataStream<Row> planned = planned(file, "f.module.store", store);
        file.delete();

        // When
        List<String> rows = collect(planned);

        // Then
        assertThat(rows).containsExactly("+I[" + RECORD + "]");
    }

    @Test
    void aMissingModuleIsMissedWhenTheQueryIsPlanned() throws Exception {
        // Given
        ModuleFile file = ModuleFile.ofModulesOfItsOwn(directory);
        Sql sql = session(file);
        file.delete();

        // When
        Throwable failure = catchThrowable(() -> sql.environment().explainSql(QUERY));

        // Then
        assertThat(Sql.shown(failure))
                .contains(
                        "ModuleLoadException",
                        "Module " + file.uri() + " does not exist. Check the path");
    }

    @Test
    void aMissingModuleOfADigestIsMissedByTheJob() throws Exception {
        // Given
        ModuleFile file = ModuleFile.ofModulesOfItsOwn(directory);
        Sql sql = session(file, "f.sha256", file.sha256());
        file.delete();

        // When
        Throwable failure = catchThrowable(() -> sql.rows(QUERY));

        // Then
        assertThat(Sql.shown(failure))
                .contains("ModuleLoadException", "No place has module " + file.uri());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCompiledPlanPinsAnewUnlessADigestIsInTheOptions(boolean withDigest) throws Exception {
        // Given
        ModuleFile file = ModuleFile.ofModulesOfItsOwn(directory);
        Sql sql = withDigest ? session(file, "f.sha256", file.sha256()) : session(file);
        sql.run("CREATE TABLE ids (id INT) WITH ('connector' = 'datagen', 'number-of-rows' = '1')");
        sql.run("CREATE TABLE nowhere (record STRING) WITH ('connector' = 'blackhole')");
        String insert =
                "INSERT INTO nowhere SELECT record FROM ids, LATERAL TABLE(f(%s))"
                        .formatted(Sql.literal(RECORD));
        PlanReference plan =
                PlanReference.fromJsonString(
                        sql.environment().compilePlanSql(insert).asJsonString());
        file.overwriteWith(ModuleFile.TRAPPING);

        // When
        Throwable failure =
                catchThrowable(() -> sql.environment().loadPlan(plan).execute().await());

        // Then
        assertThat(Sql.shown(failure)).contains(withDigest ? "is pinned to" : "TRAP");
    }

    private static Sql session(ModuleFile file, String... more) {
        return Sql.session(RuntimeExecutionMode.STREAMING).loadModule(options(file, more));
    }

    private static String[] options(ModuleFile file, String... more) {
        List<String> options =
                new ArrayList<>(List.of("f.wasm", file.uri(), "f.function-name", "f"));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    /** The query, planned but not yet run. */
    private static DataStream<Row> planned(ModuleFile file, String... more) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(1);
        StreamTableEnvironment session = StreamTableEnvironment.create(environment);
        session.getConfig().set("restart-strategy.type", "none");
        String[] options = options(file, more);
        Map<String, String> module = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            module.put("function." + options[i], options[i + 1]);
        }
        session.loadModule("edge", WasmModule.of(module));
        return session.toDataStream(session.sqlQuery(QUERY));
    }

    private static List<String> collect(DataStream<Row> stream) throws Exception {
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<Row> all = stream.executeAndCollect()) {
            all.forEachRemaining(row -> rows.add(row.toString()));
        }
        return rows;
    }
}
