package io.github.flinkwasm;

import java.io.IOException;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Writes a {@link ModuleCommand} to the network and into state.
 *
 * <table>
 *   <caption>Layout, version 1</caption>
 *   <tr><th>Field</th><th>Written as</th></tr>
 *   <tr><td>action, by its name; upgrade id</td><td>Flink's {@link StringValue} each</td></tr>
 *   <tr><td>URI, SHA-256, function name</td><td>the same; empty where there is none</td></tr>
 * </table>
 */
@PublicEvolving
public final class ModuleCommandSerializer extends ImmutableValueSerializer<ModuleCommand> {

    private static final long serialVersionUID = 1L;

    public static final ModuleCommandSerializer INSTANCE = new ModuleCommandSerializer();

    private ModuleCommandSerializer() {}

    @Override
    public ModuleCommand createInstance() {
        return ModuleCommand.abort("none");
    }

    @Override
    public void serialize(ModuleCommand command, DataOutputView target) throws IOException {
        StringValue.writeString(command.action().name(), target);
        StringValue.writeString(command.upgradeId(), target);
        StringValue.writeString(command.module().map(ModuleReference::uri).orElse(""), target);
        StringValue.writeString(
                command.module().flatMap(ModuleReference::sha256).orElse(""), target);
        StringValue.writeString(command.functionName().orElse(""), target);
    }

    @Override
    public ModuleCommand deserialize(DataInputView source) throws IOException {
        String action = StringValue.readString(source);
        String upgradeId = StringValue.readString(source);
        String uri = StringValue.readString(source);
        String sha256 = StringValue.readString(source);
        String functionName = StringValue.readString(source);
        try {
            return switch (ModuleCommand.Action.valueOf(action)) {
                case STAGE -> {
                    ModuleCommand stage =
                            ModuleCommand.stage(upgradeId, ModuleReference.pinned(uri, sha256));
                    yield functionName.isEmpty() ? stage : stage.withFunctionName(functionName);
                }
                case ACTIVATE -> ModuleCommand.activate(upgradeId);
                case ABORT -> ModuleCommand.abort(upgradeId);
            };
        } catch (IllegalArgumentException | WasmFilterException unknown) {
            throw new IOException(
                    ("A stored module command cannot be read: %s. Restore it with the library's"
                                    + " version that wrote it, or a newer one.")
                            .formatted(unknown.getMessage()),
                    unknown);
        }
    }

    @Override
    public TypeSerializerSnapshot<ModuleCommand> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Notes in a savepoint which layout its commands have. */
    @PublicEvolving
    public static final class Snapshot extends SingletonSerializerSnapshot<ModuleCommand> {
        public Snapshot() {
            super(INSTANCE);
        }
    }
}
