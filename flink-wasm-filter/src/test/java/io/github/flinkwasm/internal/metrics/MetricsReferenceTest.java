package io.github.flinkwasm.internal.metrics;

import static io.github.flinkwasm.docs.GeneratedTable.code;
import static java.util.stream.Collectors.joining;

import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.docs.GeneratedTable;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/metrics.md} says what the code does. */
final class MetricsReferenceTest {

    private static final String DOCUMENT = "reference/metrics.md";

    @Test
    void everyMetricIsDocumented() {
        // Given
        GeneratedTable table = new GeneratedTable("metrics", "Name", "Kind", "Unit", "Meaning");

        // When
        for (FilterMetric metric : FilterMetric.values()) {
            table.row(
                    code(FilterMetric.GROUP + "." + metric.path()),
                    metric.kind().name().toLowerCase(Locale.ROOT),
                    metric.unit(),
                    metric.meaning());
        }

        // Then
        table.assertIsIn(DOCUMENT);
    }

    @Test
    void everyReasonIsDocumented() {
        // Given
        GeneratedTable table = new GeneratedTable("reasons", "`<REASON>` is one of");

        // When
        table.row(
                Arrays.stream(FailureReason.values())
                        .map(reason -> code(reason.name()))
                        .collect(joining(", ")));

        // Then
        table.assertIsIn(DOCUMENT);
    }
}
