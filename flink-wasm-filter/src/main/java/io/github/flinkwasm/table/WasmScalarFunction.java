package io.github.flinkwasm.table;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.types.inference.TypeInference;
import org.jspecify.annotations.Nullable;

/**
 * A filter as a scalar function: {@code f(…)} is the record that the filter returns, and NULL for
 * an event that it drops. Each {@code f(…)} in a query is one call of the guest for each row.
 *
 * <p>A {@link WasmModule} has such functions where their option {@code kind} is {@code scalar}.
 * Without one, {@code CREATE FUNCTION f AS 'io.github.flinkwasm.table.WasmScalarFunction'} makes
 * one whose calls name the filter as those of {@link WasmTableFunction} do.
 *
 * <p>The methods called {@code eval} are for the code that Flink generates.
 */
@PublicEvolving
public final class WasmScalarFunction extends ScalarFunction implements SpecializedFunction {

    private static final long serialVersionUID = 1L;

    private final FilterSource source;

    /** Null until a call is planned. */
    private final @Nullable RowFilter filter;

    /** A function whose calls name the filter. */
    public WasmScalarFunction() {
        this(FilterSource.ofLiterals(FunctionKind.SCALAR), null);
    }

    WasmScalarFunction(SqlFilter filter) {
        this(FilterSource.ofModule(filter), null);
    }

    private WasmScalarFunction(FilterSource source, @Nullable RowFilter filter) {
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
        return new WasmScalarFunction(source.pinned(planned.filter()), planned);
    }

    /** Never folded: the guest is not to be called by the planner. */
    @Override
    public boolean supportsConstantFolding() {
        return false;
    }

    /**
     * Not, as far as the planner is concerned: it copies calls of deterministic functions to every
     * place that uses their value, and the guest would be called at each of them.
     */
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

    public @Nullable Object eval(@Nullable Object record) throws InterruptedException {
        return valueOf(planned().filter(record));
    }

    public @Nullable Object eval(@Nullable Object tag, @Nullable Object record)
            throws InterruptedException {
        return valueOf(planned().filter(tag, record));
    }

    public @Nullable Object eval(
            @Nullable Object first, @Nullable Object second, @Nullable Object third)
            throws InterruptedException {
        return valueOf(planned().filter(first, second, third));
    }

    public @Nullable Object eval(
            Object wasm, Object functionName, @Nullable Object tag, @Nullable Object record)
            throws InterruptedException {
        return valueOf(planned().filter(wasm, functionName, tag, record));
    }

    public @Nullable Object eval(
            Object wasm,
            Object functionName,
            @Nullable Object tag,
            @Nullable Object time,
            @Nullable Object record)
            throws InterruptedException {
        return valueOf(planned().filter(wasm, functionName, tag, time, record));
    }

    public @Nullable Object eval(
            Object wasm,
            Object functionName,
            @Nullable Object tag,
            @Nullable Object time,
            @Nullable Object record,
            Object options)
            throws InterruptedException {
        return valueOf(planned().filter(wasm, functionName, tag, time, record, options));
    }

    private static @Nullable Object valueOf(RowFilter.@Nullable Answer answer) {
        return answer == null ? null : answer.value();
    }

    private RowFilter planned() {
        if (filter == null) {
            throw new IllegalStateException("The planner did not specialize this function");
        }
        return filter;
    }
}
