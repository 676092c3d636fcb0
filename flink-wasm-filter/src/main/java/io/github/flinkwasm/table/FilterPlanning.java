package io.github.flinkwasm.table;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.artifact.ArtifactPinning;
import io.github.flinkwasm.internal.module.ModulePinning;
import org.apache.flink.table.functions.SpecializedFunction.SpecializedContext;
import org.apache.flink.table.types.inference.CallContext;

/** Turns a call into what runs it, on the client, when the query is planned. */
final class FilterPlanning {
    private FilterPlanning() {}

    /**
     * The filter of a call, with its module pinned: read once, unless it is pinned already.
     *
     * @throws io.github.flinkwasm.WasmFilterException if the module cannot be read or stored
     */
    static RowFilter plan(FilterSource source, SpecializedContext context) {
        CallContext callContext = context.getCallContext();
        SqlFilter filter = source.filterOf(callContext);
        Call call = source.call(callContext);
        CallTypes types = CallTypes.of(callContext, call, filter);
        EventFormat format = filter.filter().eventFormat();
        return new RowFilter(
                filter.withFilter(pinned(filter.filter())),
                call,
                types.recordType(format),
                types.outputType(format));
    }

    private static WasmFilter pinned(WasmFilter filter) {
        try {
            return ArtifactPinning.pin(ModulePinning.pin(filter));
        } catch (ModuleLoadException failed) {
            // Of a failed statement the SQL client shows the last cause, and nothing else: that
            // would be the file system's, which knows nothing of modules.
            ModuleLoadException last = new ModuleLoadException(String.valueOf(failed.getMessage()));
            last.addSuppressed(failed);
            throw last;
        }
    }
}
