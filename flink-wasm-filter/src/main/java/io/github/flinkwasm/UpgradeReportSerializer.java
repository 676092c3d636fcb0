package io.github.flinkwasm;

import java.io.IOException;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Writes an {@link UpgradeReport} to the network and into state.
 *
 * <table>
 *   <caption>Layout, version 1</caption>
 *   <tr><th>Field</th><th>Written as</th></tr>
 *   <tr><td>state, by its name; upgrade id, digest</td><td>Flink's {@link StringValue} each</td></tr>
 *   <tr><td>subtask, parallelism</td><td>32 bits each</td></tr>
 *   <tr><td>checkpoint id</td><td>64 bits</td></tr>
 *   <tr><td>detail</td><td>Flink's {@link StringValue}</td></tr>
 * </table>
 */
@PublicEvolving
public final class UpgradeReportSerializer extends ImmutableValueSerializer<UpgradeReport> {

    private static final long serialVersionUID = 1L;

    public static final UpgradeReportSerializer INSTANCE = new UpgradeReportSerializer();

    private UpgradeReportSerializer() {}

    @Override
    public UpgradeReport createInstance() {
        return new UpgradeReport(UpgradeReport.State.RUNNING, "", "", 0, 1, 0, "");
    }

    @Override
    public void serialize(UpgradeReport report, DataOutputView target) throws IOException {
        StringValue.writeString(report.state().name(), target);
        StringValue.writeString(report.upgradeId(), target);
        StringValue.writeString(report.sha256(), target);
        target.writeInt(report.subtask());
        target.writeInt(report.parallelism());
        target.writeLong(report.checkpointId());
        StringValue.writeString(report.detail(), target);
    }

    @Override
    public UpgradeReport deserialize(DataInputView source) throws IOException {
        String state = StringValue.readString(source);
        try {
            return new UpgradeReport(
                    UpgradeReport.State.valueOf(state),
                    StringValue.readString(source),
                    StringValue.readString(source),
                    source.readInt(),
                    source.readInt(),
                    source.readLong(),
                    StringValue.readString(source));
        } catch (IllegalArgumentException unknown) {
            throw new IOException(
                    ("A stored upgrade report has the state %s, which this version of the library"
                                    + " does not know. Restore it with the library's version that"
                                    + " wrote it, or a newer one.")
                            .formatted(Quoted.of(state)),
                    unknown);
        }
    }

    @Override
    public TypeSerializerSnapshot<UpgradeReport> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Notes in a savepoint which layout its reports have. */
    @PublicEvolving
    public static final class Snapshot extends SingletonSerializerSnapshot<UpgradeReport> {
        public Snapshot() {
            super(INSTANCE);
        }
    }
}
