package io.github.flinkwasm.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.flinkwasm.FailureReason;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

final class FilterMetricsTest {

    private static final FilterMetrics.RunningModule MODULE =
            new FilterMetrics.RunningModule(
                    Duration.ofMillis(3),
                    Duration.ofMillis(40),
                    true,
                    2,
                    () -> 65_536,
                    () -> 7,
                    () -> 1);

    private final Map<String, FilterMetric.Kind> kinds = new TreeMap<>();
    private final Map<String, Counter> counters = new TreeMap<>();
    private final Map<String, Gauge<?>> gauges = new TreeMap<>();
    private final FilterMetrics metrics = FilterMetrics.register(new RecordingGroup(""));

    @Test
    void registersEveryCounterBeforeTheFirstEvent() {
        // When
        int reasons = FailureReason.values().length;

        // Then
        assertThat(counters)
                .hasSize(3 + reasons)
                .containsKeys(
                        ".wasm.eventsEmitted",
                        ".wasm.eventsDropped",
                        ".wasm.eventsFailed",
                        ".wasm.reason.INPUT_TOO_LARGE.eventsFailed");
    }

    @Test
    void countsEachOutcomeOnce() {
        // When
        metrics.countEmitted();
        metrics.countEmitted();
        metrics.countDropped();
        metrics.countFailed(FailureReason.TRAP);
        metrics.countFailed(FailureReason.TIMEOUT);

        // Then
        assertThat(count(".wasm.eventsEmitted")).isEqualTo(2);
        assertThat(count(".wasm.eventsDropped")).isEqualTo(1);
        assertThat(count(".wasm.eventsFailed")).isEqualTo(2);
        assertThat(count(".wasm.reason.TRAP.eventsFailed")).isEqualTo(1);
        assertThat(count(".wasm.reason.TIMEOUT.eventsFailed")).isEqualTo(1);
        assertThat(count(".wasm.reason.EXITED.eventsFailed")).isZero();
    }

    @Test
    void registersWhatTheListOfMetricsHasAndNothingElse() {
        // When
        metrics.show(MODULE);
        metrics.showUpgrades();

        // Then
        assertThat(kinds).isEqualTo(documentedKinds());
    }

    @Test
    void showsModuleAndInstanceInTheUnitsOfTheirNames() {
        // When
        metrics.show(MODULE);

        // Then
        assertThat(gauges)
                .extractingFromEntries(Map.Entry::getKey, entry -> entry.getValue().getValue())
                .containsExactlyInAnyOrder(
                        tuple(".wasm.moduleLoadMillis", 3L),
                        tuple(".wasm.moduleCompileMillis", 40L),
                        tuple(".wasm.moduleFromArtifact", 1),
                        tuple(".wasm.moduleGeneration", 2),
                        tuple(".wasm.guestMemoryBytes", 65_536L),
                        tuple(".wasm.resets", 7L),
                        tuple(".wasm.replacements", 1L));
    }

    @Test
    void showsTheModuleThatTookOverInThePlaceOfTheOneBefore() {
        // Given
        metrics.show(MODULE);
        FilterMetrics.RunningModule next =
                new FilterMetrics.RunningModule(
                        Duration.ofMillis(5), Duration.ZERO, false, 3, () -> 1, () -> 0, () -> 0);

        // When
        metrics.show(next);

        // Then
        assertThat(gauges.get(".wasm.moduleGeneration").getValue()).isEqualTo(3);
        assertThat(gauges.get(".wasm.guestMemoryBytes").getValue()).isEqualTo(1L);
    }

    @Test
    void showsHowFarAnUpgradeIsAsANumber() {
        // Given
        UpgradeMetrics upgrades = metrics.showUpgrades();

        // When
        upgrades.show(UpgradeMetrics.Staged.PREPARING);
        upgrades.show(UpgradeMetrics.Staged.REJECTED);
        upgrades.showSwitch(7);

        // Then
        assertThat(gauges.get(".wasm.stagedModule").getValue()).isEqualTo(3);
        assertThat(gauges.get(".wasm.lastSwitchCheckpoint").getValue()).isEqualTo(7L);
        assertThat(count(".wasm.modulesRejected")).isEqualTo(1);
    }

    private static Map<String, FilterMetric.Kind> documentedKinds() {
        Map<String, FilterMetric.Kind> documented = new TreeMap<>();
        for (FilterMetric metric : FilterMetric.values()) {
            String path = "." + FilterMetric.GROUP + "." + metric.path();
            if (path.contains("<REASON>")) {
                for (FailureReason reason : FailureReason.values()) {
                    documented.put(path.replace("<REASON>", reason.name()), metric.kind());
                }
            } else {
                documented.put(path, metric.kind());
            }
        }
        return documented;
    }

    private long count(String name) {
        return counters.get(name).getCount();
    }

    /** Notes the metrics of a group and of the groups in it under their full names. */
    private final class RecordingGroup extends UnregisteredMetricsGroup {

        private final String name;

        private RecordingGroup(String name) {
            this.name = name;
        }

        @Override
        public Counter counter(String counterName) {
            Counter counter = super.counter(counterName);
            note(counterName, FilterMetric.Kind.COUNTER);
            counters.put(name + "." + counterName, counter);
            return counter;
        }

        @Override
        public <T, G extends Gauge<T>> G gauge(String gaugeName, G gauge) {
            note(gaugeName, FilterMetric.Kind.GAUGE);
            gauges.put(name + "." + gaugeName, gauge);
            return gauge;
        }

        @Override
        public <H extends Histogram> H histogram(String histogramName, H histogram) {
            note(histogramName, FilterMetric.Kind.HISTOGRAM);
            return histogram;
        }

        private void note(String metric, FilterMetric.Kind kind) {
            assertThat(kinds.put(name + "." + metric, kind)).isNull();
        }

        @Override
        public MetricGroup addGroup(String groupName) {
            return new RecordingGroup(name + "." + groupName);
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return addGroup(key).addGroup(value);
        }
    }
}
