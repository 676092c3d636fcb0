package io.github.flinkwasm.internal.metrics;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** Shows how far the upgrade of one subtask is. Used by the subtask's thread alone. */
public final class UpgradeMetrics {

    /** What is shown of a staged module, each by a number: reporters take no text. */
    public enum Staged {
        NONE(0),
        PREPARING(1),
        READY(2),
        REJECTED(3);

        private final int number;

        Staged(int number) {
            this.number = number;
        }
    }

    private volatile Staged staged = Staged.NONE;
    private volatile long lastSwitch;
    private final Counter rejected;

    UpgradeMetrics(MetricGroup group) {
        Gauge<Integer> stagedGauge = () -> staged.number;
        group.gauge(FilterMetric.STAGED_MODULE.shortName(), stagedGauge);
        Gauge<Long> switchGauge = () -> lastSwitch;
        group.gauge(FilterMetric.LAST_SWITCH_CHECKPOINT.shortName(), switchGauge);
        rejected = group.counter(FilterMetric.MODULES_REJECTED.shortName());
    }

    public void show(Staged state) {
        if (state == Staged.REJECTED) {
            rejected.inc();
        }
        staged = state;
    }

    public void showSwitch(long checkpointId) {
        lastSwitch = checkpointId;
    }
}
