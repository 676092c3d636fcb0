package io.github.flinkwasm.internal.upgrade;

import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * An upgrade that a command staged.
 *
 * @param id never used for another upgrade of the job
 * @param module pinned
 * @param functionName empty where the filter's own name holds
 */
public record PlannedUpgrade(String id, ModuleReference module, String functionName) {

    static PlannedUpgrade of(ModuleCommand stage) {
        return new PlannedUpgrade(
                stage.upgradeId(), stage.module().orElseThrow(), stage.functionName().orElse(""));
    }

    /** The function of the module, where the filter's own has this name. */
    public String functionNameOr(String configured) {
        return functionName.isEmpty() ? configured : functionName;
    }

    public String sha256() {
        return module.sha256().orElseThrow();
    }

    /**
     * The filter with this module in the place of its own.
     *
     * @throws io.github.flinkwasm.InvalidConfigurationException if the two do not go together
     */
    public WasmFilter applyTo(WasmFilter filter) {
        return filter.toBuilder()
                .setModule(module)
                .setFunctionName(functionNameOr(filter.functionName()))
                .setArtifacts(filter.artifacts().withoutDigest())
                .build();
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeUTF(id);
        out.writeUTF(module.uri());
        out.writeUTF(sha256());
        out.writeUTF(functionName);
    }

    static PlannedUpgrade readFrom(DataInput in) throws IOException {
        String id = in.readUTF();
        String uri = in.readUTF();
        return new PlannedUpgrade(id, ModuleReference.pinned(uri, in.readUTF()), in.readUTF());
    }
}
