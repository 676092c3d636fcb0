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
 * Writes a {@link FilterFailure} to the network and into state. Stateless; every copy is the same.
 *
 * <table>
 *   <caption>Layout, version 1</caption>
 *   <tr><th>Field</th><th>Written as</th></tr>
 *   <tr><td>event</td><td>as {@link LogEventSerializer}, layout version 1</td></tr>
 *   <tr><td>module digest, function name, reason, detail</td><td>Flink's {@link StringValue} each; the
 *       reason by its name</td></tr>
 * </table>
 */
@PublicEvolving
public final class FilterFailureSerializer extends TypeSerializer<FilterFailure> {

    private static final long serialVersionUID = 1L;

    public static final FilterFailureSerializer INSTANCE = new FilterFailureSerializer();

    private static final int STRINGS = 4;

    private FilterFailureSerializer() {}

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public TypeSerializer<FilterFailure> duplicate() {
        return this;
    }

    @Override
    public FilterFailure createInstance() {
        LogEvent noEvent = LogEventSerializer.INSTANCE.createInstance();
        return new FilterFailure(noEvent, "", "", FailureReason.TRAP, "");
    }

    @Override
    public FilterFailure copy(FilterFailure from) {
        return from;
    }

    @Override
    public FilterFailure copy(FilterFailure from, FilterFailure reuse) {
        return from;
    }

    /** A failure has no fixed length. */
    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(FilterFailure failure, DataOutputView target) throws IOException {
        LogEventSerializer.INSTANCE.serialize(failure.event(), target);
        StringValue.writeString(failure.moduleSha256(), target);
        StringValue.writeString(failure.functionName(), target);
        StringValue.writeString(failure.reason().name(), target);
        StringValue.writeString(failure.detail(), target);
    }

    @Override
    public FilterFailure deserialize(DataInputView source) throws IOException {
        LogEvent event = LogEventSerializer.INSTANCE.deserialize(source);
        String moduleSha256 = StringValue.readString(source);
        String functionName = StringValue.readString(source);
        FailureReason reason = readReason(source);
        String detail = StringValue.readString(source);
        return new FilterFailure(event, moduleSha256, functionName, reason, detail);
    }

    @Override
    public FilterFailure deserialize(FilterFailure reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        LogEventSerializer.INSTANCE.copy(source, target);
        for (int i = 0; i < STRINGS; i++) {
            StringValue.copyString(source, target);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FilterFailureSerializer;
    }

    @Override
    public int hashCode() {
        return FilterFailureSerializer.class.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<FilterFailure> snapshotConfiguration() {
        return new Snapshot();
    }

    private static FailureReason readReason(DataInputView source) throws IOException {
        String name = StringValue.readString(source);
        try {
            return FailureReason.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    ("A stored filter failure has the reason %s, which this version of the library"
                         + " does not know. Restore it with the library's version that wrote it, or"
                         + " a newer one.")
                            .formatted(Quoted.of(name)),
                    e);
        }
    }

    /** Notes in a savepoint which layout its failures have. */
    @PublicEvolving
    public static final class Snapshot extends SingletonSerializerSnapshot<FilterFailure> {
        public Snapshot() {
            super(INSTANCE);
        }
    }
}
