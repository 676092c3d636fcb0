package io.github.flinkwasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The SQL client does what the other tests rely on. */
class SqlClientITCase {
    private static final String BATCH =
            """
            SET 'execution.runtime-mode' = 'batch';
            SET 'sql-client.execution.result-mode' = 'tableau';
            """;

    @RegisterExtension final FlinkClusters clusters = new FlinkClusters();

    @Test
    void scriptRunsOnTheClusterUpToTheStatementThatFails() {
        // Given
        FlinkCluster cluster = clusters.sharedForSql();
        String initialization =
                """
                CREATE TEMPORARY TABLE numbers (n BIGINT) WITH (
                  'connector' = 'datagen', 'number-of-rows' = '3',
                  'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '3'
                );
                """;
        String script =
                """
                SELECT n, n * n FROM numbers;
                SELECT m FROM numbers;
                SELECT 'never' AS reached;
                """;
        int jobsBefore = jobs(cluster);

        // When
        SqlSession session = cluster.sqlClient().run(initialization, BATCH + script);

        // Then
        assertThat(session.lastTable())
                .containsExactly(List.of("1", "1"), List.of("2", "4"), List.of("3", "9"));
        assertThat(session.error()).contains("Column 'm' not found");
        assertThat(session.printed()).doesNotContain("reached");
        assertThat(jobs(cluster)).isEqualTo(jobsBefore + 1);
    }

    private static int jobs(FlinkCluster cluster) {
        return cluster.rest().get("/jobs").get("jobs").size();
    }
}
