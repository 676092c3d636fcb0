package io.github.flinkwasm.table;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.artifact.ArtifactPinning;
import io.github.flinkwasm.internal.module.ModulePinning;
import org.apache.flink.table.functions.SpecializedFunction.SpecializedContext;
import org.apache.flink.table.types.inference.CallContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a call into what runs it, on the client, when the query is planned. */
final class FilterPlanning {
    private static final Logger LOG = LoggerFactory.getLogger(FilterPlanning.class);

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
            // Of a failed statement the SQL client shows the last cause in its stack trace, be it
            // one of a suppressed exception. That would be the file system's, which knows nothing
            // of modules.
            LOG.warn("A query cannot be planned, since its module cannot be pinned.", failed);
            throw new ModuleLoadException(String.valueOf(failed.getMessage()));
        }
    }
}
