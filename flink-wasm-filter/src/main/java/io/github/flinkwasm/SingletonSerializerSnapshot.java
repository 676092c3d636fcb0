package io.github.flinkwasm;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The snapshot of a serializer that has no settings: the version of its layout is all there is to
 * remember, and Flink keeps that beside it.
 */
abstract class SingletonSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {

    private static final int LAYOUT_VERSION = 1;

    private final TypeSerializer<T> serializer;

    SingletonSerializerSnapshot(TypeSerializer<T> serializer) {
        this.serializer = serializer;
    }

    @Override
    public final int getCurrentVersion() {
        return LAYOUT_VERSION;
    }

    @Override
    public final void writeSnapshot(DataOutputView out) {}

    @Override
    public final void readSnapshot(int readVersion, DataInputView in, ClassLoader classLoader)
            throws IOException {
        if (readVersion != LAYOUT_VERSION) {
            throw new IOException(
                    ("The state holds %s of layout version %d, but this version of the library"
                         + " reads version %d. Restore it with the library's version that wrote it,"
                         + " or a newer one.")
                            .formatted(
                                    serializer.createInstance().getClass().getSimpleName(),
                                    readVersion,
                                    LAYOUT_VERSION));
        }
    }

    @Override
    public final TypeSerializer<T> restoreSerializer() {
        return serializer;
    }

    @Override
    public final TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
            TypeSerializerSnapshot<T> oldSerializerSnapshot) {
        return oldSerializerSnapshot.getClass() == getClass()
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
