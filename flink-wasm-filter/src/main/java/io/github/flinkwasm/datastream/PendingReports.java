package io.github.flinkwasm.datastream;

import io.github.flinkwasm.UpgradeReport;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Reports that wait for a moment at which something may be emitted. */
final class PendingReports {
    private final Deque<UpgradeReport> reports = new ArrayDeque<>();

    void add(UpgradeReport report) {
        reports.add(report);
    }

    boolean isEmpty() {
        return reports.isEmpty();
    }

    /** To the side output of reports; not while a snapshot is taken. */
    void emitTo(Output<? extends StreamRecord<?>> output) {
        for (UpgradeReport next = reports.poll(); next != null; next = reports.poll()) {
            output.collect(ModuleControlOperator.REPORTS, new StreamRecord<>(next));
        }
    }
}
