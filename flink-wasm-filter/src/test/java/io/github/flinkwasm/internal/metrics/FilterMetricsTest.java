package io.github.flinkwasm.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.FailureReason;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

final class FilterMetricsTest {

    private final Map<String, Counter> registered = new TreeMap<>();
    private final FilterMetrics metrics =
            FilterMetrics.register(new RecordingGroup("", registered));

    @Test
    void registersEveryCounterBeforeTheFirstEvent() {
        // When
        int reasons = FailureReason.values().length;

        // Then
        assertThat(registered)
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

    private long count(String name) {
        return registered.get(name).getCount();
    }

    /** Notes the counters of a group and of the groups in it under their full names. */
    private static final class RecordingGroup extends UnregisteredMetricsGroup {

        private final String name;
        private final Map<String, Counter> registered;

        private RecordingGroup(String name, Map<String, Counter> registered) {
            this.name = name;
            this.registered = registered;
        }

        @Override
        public Counter counter(String counterName) {
            Counter counter = super.counter(counterName);
            assertThat(registered.put(name + "." + counterName, counter)).isNull();
            return counter;
        }

        @Override
        public MetricGroup addGroup(String groupName) {
            return new RecordingGroup(name + "." + groupName, registered);
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return addGroup(key).addGroup(value);
        }
    }
}
