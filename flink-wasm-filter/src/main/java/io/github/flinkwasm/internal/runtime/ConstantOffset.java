package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;

/** Where an active data segment goes. */
final class ConstantOffset {
    private ConstantOffset() {}

    static int of(Instance instance, ActiveDataSegment segment) {
        return (int)
                ConstantEvaluators.computeConstantValue(instance, segment.offsetInstructions())[0];
    }
}
