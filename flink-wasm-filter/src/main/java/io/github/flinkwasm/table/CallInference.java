package io.github.flinkwasm.table;

import java.util.List;
import java.util.Optional;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.ArgumentCount;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.table.types.inference.ConstantArgumentCount;
import org.apache.flink.table.types.inference.InputTypeStrategy;
import org.apache.flink.table.types.inference.Signature;
import org.apache.flink.table.types.inference.Signature.Argument;
import org.apache.flink.table.types.inference.TypeInference;

/**
 * What the planner asks about calls. Not with named and typed arguments of {@link TypeInference}:
 * Flink 1.20 fails with an error of its own on functions that have them and a varying number.
 */
final class CallInference implements InputTypeStrategy {

    private static final List<Argument> NAMING =
            List.of(Argument.of("wasm", "STRING"), Argument.of("function_name", "STRING"));
    private static final Argument TAG = Argument.of("tag", "STRING");
    private static final Argument TIME = Argument.of("event_time", "{TIMESTAMP | TIMESTAMP_LTZ}");
    private static final Argument RECORD_ARGUMENT =
            Argument.of("record", "{STRING | BYTES | MAP | ROW}");
    private static final Argument OPTIONS = Argument.of("options", "STRING");

    private final FilterSource source;

    private CallInference(FilterSource source) {
        this.source = source;
    }

    static TypeInference of(FilterSource source) {
        return TypeInference.newBuilder()
                .inputTypeStrategy(new CallInference(source))
                .outputTypeStrategy(context -> Optional.of(outputOf(source, context)))
                .build();
    }

    private static DataType outputOf(FilterSource source, CallContext context) {
        SqlFilter filter = source.filterOf(context);
        CallTypes types = CallTypes.of(context, source.call(context), filter);
        return switch (source.kind()) {
            case TABLE -> types.row(filter.hasErrorColumns());
            case SCALAR -> types.output().nullable();
        };
    }

    @Override
    public ArgumentCount getArgumentCount() {
        return ConstantArgumentCount.between(
                Call.fewest(source.bound()), Call.most(source.bound()));
    }

    @Override
    public Optional<List<DataType>> inferInputTypes(CallContext context, boolean throwOnFailure) {
        return Optional.of(CallTypes.arguments(context, source.call(context)));
    }

    @Override
    public List<Signature> getExpectedSignatures(FunctionDefinition definition) {
        if (source.bound()) {
            return List.of(
                    Signature.of(RECORD_ARGUMENT),
                    Signature.of(TAG, RECORD_ARGUMENT),
                    Signature.of(TAG, TIME, RECORD_ARGUMENT));
        }
        Argument wasm = NAMING.get(0);
        Argument functionName = NAMING.get(1);
        return List.of(
                Signature.of(wasm, functionName, RECORD_ARGUMENT),
                Signature.of(wasm, functionName, TAG, RECORD_ARGUMENT),
                Signature.of(wasm, functionName, TAG, TIME, RECORD_ARGUMENT),
                Signature.of(wasm, functionName, TAG, TIME, RECORD_ARGUMENT, OPTIONS));
    }
}
