package io.github.flinkwasm;

import java.io.IOException;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link LogEvent} to the network and into state. Stateless; every copy is the same.
 *
 * <table>
 *   <caption>Layout, version 1</caption>
 *   <tr><th>Field</th><th>Written as</th></tr>
 *   <tr><td>tag</td><td>Flink's {@link StringValue}: variable-length count of characters + 1,
 *       variable-length characters</td></tr>
 *   <tr><td>epoch second</td><td>8 bytes, big endian</td></tr>
 *   <tr><td>nano</td><td>4 bytes, big endian</td></tr>
 *   <tr><td>record</td><td>4 bytes length, big endian; the bytes</td></tr>
 *   <tr><td>metadata</td><td>4 bytes length, big endian; the bytes</td></tr>
 * </table>
 */
@PublicEvolving
public final class LogEventSerializer extends TypeSerializer<LogEvent> {

    private static final long serialVersionUID = 1L;

    public static final LogEventSerializer INSTANCE = new LogEventSerializer();

    private LogEventSerializer() {}

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public TypeSerializer<LogEvent> duplicate() {
        return this;
    }

    @Override
    public LogEvent createInstance() {
        return LogEvent.of("", 0, 0, new byte[0]);
    }

    @Override
    public LogEvent copy(LogEvent from) {
        return from;
    }

    @Override
    public LogEvent copy(LogEvent from, LogEvent reuse) {
        return from;
    }

    /** An event has no fixed length. */
    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(LogEvent event, DataOutputView target) throws IOException {
        StringValue.writeString(event.tag(), target);
        target.writeLong(event.epochSecond());
        target.writeInt(event.nano());
        writeBytes(event.record(), target);
        writeBytes(event.metadata(), target);
    }

    @Override
    public LogEvent deserialize(DataInputView source) throws IOException {
        String tag = StringValue.readString(source);
        long epochSecond = source.readLong();
        int nano = source.readInt();
        byte[] record = readBytes(source);
        byte[] metadata = readBytes(source);
        LogEvent event = LogEvent.of(tag, epochSecond, nano, record);
        return metadata.length == 0 ? event : event.withMetadata(metadata);
    }

    @Override
    public LogEvent deserialize(LogEvent reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        StringValue.copyString(source, target);
        target.writeLong(source.readLong());
        target.writeInt(source.readInt());
        // Through an array: Flink's own target in memory does not grow for write(source, length).
        writeBytes(readBytes(source), target);
        writeBytes(readBytes(source), target);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogEventSerializer;
    }

    @Override
    public int hashCode() {
        return LogEventSerializer.class.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<LogEvent> snapshotConfiguration() {
        return new Snapshot();
    }

    private static void writeBytes(byte[] bytes, DataOutputView target) throws IOException {
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    private static byte[] readBytes(DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return bytes;
    }

    /** Notes in a savepoint which layout its events have. */
    @PublicEvolving
    public static final class Snapshot extends SingletonSerializerSnapshot<LogEvent> {
        public Snapshot() {
            super(INSTANCE);
        }
    }
}
