package io.github.flinkwasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.artifact.ArtifactPublisher;
import io.github.flinkwasm.artifact.ArtifactPublisher.PublishedArtifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The SQL jar in Flink's own SQL client, as on a platform that has nothing but SQL. */
class SqlJarITCase {
    /** Where the files of {@code examples/sql} expect the repository. */
    private static final String REPOSITORY = "/opt/flink-wasm-filter";

    private static final String HOW_TO = "docs/how-to/use-from-sql.md";
    private static final Path EXAMPLE = FlinkInstallation.repository().resolve("examples/sql");

    private static final Pattern SHOWN_TABLE =
            Pattern.compile("(?m)^\\+-[\\s\\S]*?(?=\\d+ rows? in set)");
    private static final Pattern SHOWN_SQL = Pattern.compile("(?<=```sql\n)[^`]*(?=```)");
    private static final Pattern SHARED_MODULE = Pattern.compile("s3://filters/(\\w+\\.wasm)");
    private static final Pattern JOB_ID = Pattern.compile("Job ID: ([0-9a-f]{32})");

    private static final String BATCH =
            """
            SET 'execution.runtime-mode' = 'batch';
            SET 'sql-client.execution.result-mode' = 'tableau';
            SET 'table.display.max-column-width' = '200';
            """;

    private static final String STREAMING =
            """
            SET 'execution.runtime-mode' = 'streaming';
            SET 'sql-client.execution.result-mode' = 'tableau';
            """;

    private static final String THREE_LEVELS =
            """
            CREATE TEMPORARY VIEW levels AS
            SELECT * FROM (VALUES
              (1, '{"level":"info"}'), (2, '{"level":"debug"}'), (3, '{"level":"warn"}')
            ) AS t(n, line);
            """;

    @RegisterExtension final FlinkClusters clusters = new FlinkClusters();

    @TempDir Path directory;

    @Test
    void exampleGivesWhatItsPageShows() throws IOException {
        // Given
        List<String> shown = all(SHOWN_TABLE, Files.readString(EXAMPLE.resolve("README.md")));

        // When
        SqlSession session =
                clusters.sharedForSql().sqlClient().run(example("init.sql"), example("query.sql"));

        // Then
        assertThat(shown).hasSize(2);
        assertThat(session.requireSuccess().printed()).contains(shown);
        assertThat(directory.resolve("clean-log/outcome=TRAP")).isDirectory();
    }

    @Test
    void streamingSessionFiltersEveryRowOnce() throws IOException {
        // Given
        String script =
                """
                CREATE TEMPORARY TABLE generated (id BIGINT) WITH (
                  'connector' = 'datagen', 'number-of-rows' = '9',
                  'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '9'
                );
                SELECT CAST(JSON_VALUE(d.record, '$.id') AS INT) AS id
                FROM generated
                CROSS JOIN LATERAL TABLE(drop_debug(JSON_OBJECT(
                  'id' VALUE id, 'level' VALUE CASE MOD(id, 3) WHEN 0 THEN 'debug' ELSE 'info' END
                ))) AS d;
                """;

        // When
        SqlSession session =
                clusters.sharedForSql().sqlClient().run(example("init.sql"), STREAMING + script);

        // Then
        assertThat(session.requireSuccess().lastTable())
                .containsExactlyInAnyOrder(
                        List.of("+I", "1"),
                        List.of("+I", "2"),
                        List.of("+I", "4"),
                        List.of("+I", "5"),
                        List.of("+I", "7"),
                        List.of("+I", "8"));
    }

    @Test
    void howToGivesWhatItShowsFromTopToBottom() throws IOException {
        // Given
        String page = Files.readString(FlinkInstallation.repository().resolve(HOW_TO));
        String statements = String.join("\n", all(SHOWN_SQL, page));

        // When
        SqlSession session =
                clusters.sharedForSql().sqlClient().run(BATCH + withLocalFiles(statements));

        // Then
        assertThat(all(SHOWN_TABLE, page)).hasSizeGreaterThan(2);
        assertThat(session.requireSuccess().printed()).contains(all(SHOWN_TABLE, page));
    }

    @Test
    void wrongOptionIsNamedInTheClient() throws IOException {
        // Given
        String wrong =
                example("init.sql")
                        .replace("function.redact.on-failure", "function.redact.on-failures");

        // When
        SqlSession session = clusters.sharedForSql().sqlClient().run(wrong + "SELECT 1;");

        // Then
        assertThat(session.error())
                .contains("There is no option \"function.redact.on-failures\".")
                .contains("The nearest is \"function.redact.on-failure\".");
    }

    @Test
    void missingModuleIsNamedInTheClient() throws IOException {
        // Given
        String wrong = example("init.sql").replace("c-wasi/redact.wasm", "c-wasi/gone.wasm");
        String query = "SELECT r.record FROM levels CROSS JOIN LATERAL TABLE(redact(line)) AS r;";

        // When
        SqlSession session =
                clusters.sharedForSql()
                        .sqlClient()
                        .run(wrong.replaceAll(".*redact.sha256.*", "") + THREE_LEVELS + query);

        // Then
        assertThat(session.error())
                .containsPattern(
                        "Module file:\\S+/c-wasi/gone.wasm does not exist. Check the path");
    }

    @Test
    void artifactThatTheLibraryHasMadeIsLoadedByTheSqlJar() {
        // Given
        FlinkCluster cluster = clusters.sharedForSql();
        String module = filters() + "zig/sample.wasm";
        PublishedArtifact artifact =
                ArtifactPublisher.to(directory.toUri().toString())
                        .publish(ModuleReference.of(module));
        String script =
                """
                ADD JAR '%s';
                LOAD MODULE wasm WITH (
                  'function.pick.wasm' = '%s',
                  'function.pick.function-name' = 'sample',
                  'function.pick.artifact.store' = '%s',
                  'function.pick.artifact.digest' = '%s',
                  'function.pick.artifact.required' = 'true'
                );
                SELECT n FROM levels CROSS JOIN LATERAL TABLE(pick(line)) AS d;
                """
                        .formatted(
                                FlinkInstallation.sqlJar(),
                                module,
                                directory.toUri(),
                                artifact.digest());

        // When
        SqlSession session = cluster.sqlClient().run(STREAMING + THREE_LEVELS + script);

        // Then
        assertThat(session.requireSuccess().lastTable()).hasSize(3);
        assertThat(inLogs(cluster, "Took " + module)).isPositive();
        assertThat(inLogs(cluster, "Compiled " + module)).isZero();
    }

    @Test
    void jobsOfAClusterWithTheJarInLibShareOneCompilationPerTaskManager() {
        // Given
        FlinkCluster cluster =
                clusters.start(
                        FlinkCluster.builder()
                                .setTaskManagers(2)
                                .setConfiguration("parallelism.default", "2")
                                .addLibraries(FlinkInstallation.sqlJar().getParent()));
        String script =
                """
                LOAD MODULE wasm WITH (
                  'function.drop_debug.wasm' = '%sc-freestanding/drop_debug.wasm',
                  'function.drop_debug.function-name' = 'drop_debug'
                );
                CREATE TEMPORARY TABLE endless (line STRING) WITH (
                  'connector' = 'datagen', 'rows-per-second' = '10');
                CREATE TEMPORARY TABLE nowhere (line STRING) WITH ('connector' = 'blackhole');
                %2$s
                %2$s
                """
                        .formatted(
                                filters(),
                                "INSERT INTO nowhere SELECT d.record FROM endless, LATERAL"
                                        + " TABLE(drop_debug('{\"level\":\"info\"}')) AS d;");

        // When
        SqlSession session = cluster.sqlClient().run(STREAMING + script);
        List<SubmittedJob> jobs =
                JOB_ID.matcher(session.requireSuccess().printed())
                        .results()
                        .map(id -> new SubmittedJob(id.group(1), cluster))
                        .toList();
        jobs.forEach(SubmittedJob::awaitAllTasksRunning);
        Await.until(
                "both jobs to emit",
                Duration.ofMinutes(1),
                () -> jobs.stream().map(job -> cluster.whileHealthy(emitted(job))).toList(),
                counts -> counts.stream().allMatch(count -> count > 0));

        // Then
        assertThat(jobs).hasSize(2);
        for (FlinkProcess taskManager : cluster.taskManagers()) {
            assertThat(taskManager.countInLog("RowFilter - Running ")).isEqualTo(2);
            assertThat(taskManager.countInLog("SharedModules - Compiled ")).isOne();
        }
        jobs.forEach(SubmittedJob::cancel);
    }

    private static long emitted(SubmittedJob job) {
        return job.sumOfMetricsThatEndWith("Correlate", ".eventsEmitted");
    }

    private static long inLogs(FlinkCluster cluster, String text) {
        return cluster.taskManagers().stream()
                .mapToLong(taskManager -> taskManager.countInLog(text))
                .sum();
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }

    /** With the example filters, and with the jar as it was built, in place of what is on S3. */
    private static String withLocalFiles(String statements) {
        Map<String, String> modules = exampleFilters();
        return SHARED_MODULE
                .matcher(statements)
                .replaceAll(
                        module ->
                                Objects.requireNonNull(
                                        modules.get(module.group(1)), module.group()))
                .replaceAll("s3://filters/flink-sql-[^']*", FlinkInstallation.sqlJar().toString());
    }

    /** URIs of the example filters by the names of their files. */
    private static Map<String, String> exampleFilters() {
        try (Stream<Path> files =
                Files.walk(FlinkInstallation.repository().resolve("examples/filters"))) {
            return files.filter(file -> file.toString().endsWith(".wasm"))
                    .collect(
                            Collectors.toMap(
                                    file -> file.getFileName().toString(),
                                    file -> file.toUri().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the example filters", e);
        }
    }

    /** The URI of the directory of the example filters, with a slash at its end. */
    private static String filters() {
        return FlinkInstallation.repository().resolve("examples/filters").toUri().toString();
    }

    /** A file of the example, made to fit this machine as its page says, with results elsewhere. */
    private String example(String name) throws IOException {
        return Files.readString(EXAMPLE.resolve(name))
                .replace(REPOSITORY + "/examples/sql/target", directory.toString())
                .replace(REPOSITORY, FlinkInstallation.repository().toString());
    }
}
