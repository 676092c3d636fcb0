package io.github.flinkwasm.table;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.TableFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.types.inference.TypeInference;
import org.jspecify.annotations.Nullable;

/**
 * A filter as a table function: {@code LATERAL TABLE(f(…))} gives one row for an event that the
 * filter keeps, and none for one that it drops. The recommended form.
 *
 * <p>A {@link WasmModule} has such functions under names of their own. Without one, {@code CREATE
 * FUNCTION f AS 'io.github.flinkwasm.table.WasmTableFunction'} makes one whose calls name the
 * filter in literals: {@code f('s3://filters/redact.wasm', 'redact', tag, event_time, record)}.
 *
 * <p>The methods called {@code eval} are for the code that Flink generates.
 */
@PublicEvolving
public final class WasmTableFunction extends TableFunction<RowData> implements SpecializedFunction {

    private static final long serialVersionUID = 1L;

    private final FilterSource source;

    /** Null until a call is planned. */
    private final @Nullable RowFilter filter;

    /** A function whose calls name the filter. */
    public WasmTableFunction() {
        this(FilterSource.ofLiterals(FunctionKind.TABLE), null);
    }

    WasmTableFunction(SqlFilter filter) {
        this(FilterSource.ofModule(filter), null);
    }

    private WasmTableFunction(FilterSource source, @Nullable RowFilter filter) {
        this.source = source;
        this.filter = filter;
    }

    @Override
    public TypeInference getTypeInference(DataTypeFactory typeFactory) {
        return CallInference.of(source);
    }

    @Override
    public UserDefinedFunction specialize(SpecializedContext context) {
        RowFilter planned = FilterPlanning.plan(source, context);
        return new WasmTableFunction(source.pinned(planned.filter()), planned);
    }

    /** Never folded: the guest is not to be called by the planner. */
    @Override
    public boolean supportsConstantFolding() {
        return false;
    }

    /** Not, as far as the planner is concerned: what is not called once may be called twice. */
    @Override
    public boolean isDeterministic() {
        return false;
    }

    @Override
    public void open(FunctionContext context) throws Exception {
        planned().open(context);
    }

    @Override
    public void close() {
        if (filter != null) {
            filter.close();
        }
    }

    public void eval(@Nullable Object record) throws InterruptedException {
        emit(planned().filter(record));
    }

    public void eval(@Nullable Object tag, @Nullable Object record) throws InterruptedException {
        emit(planned().filter(tag, record));
    }

    public void eval(@Nullable Object first, @Nullable Object second, @Nullable Object third)
            throws InterruptedException {
        emit(planned().filter(first, second, third));
    }

    public void eval(
            Object wasm, Object functionName, @Nullable Object tag, @Nullable Object record)
            throws InterruptedException {
        emit(planned().filter(wasm, functionName, tag, record));
    }

    public void eval(
            Object wasm,
            Object functionName,
            @Nullable Object tag,
            @Nullable Object time,
            @Nullable Object record)
            throws InterruptedException {
        emit(planned().filter(wasm, functionName, tag, time, record));
    }

    public void eval(
            Object wasm,
            Object functionName,
            @Nullable Object tag,
            @Nullable Object time,
            @Nullable Object record,
            Object options)
            throws InterruptedException {
        emit(planned().filter(wasm, functionName, tag, time, record, options));
    }

    private RowFilter planned() {
        if (filter == null) {
            throw new IllegalStateException("The planner did not specialize this function");
        }
        return filter;
    }

    private void emit(RowFilter.@Nullable Answer answer) {
        if (answer != null) {
            collect(planned().row(answer));
        }
    }
}
