package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.FunctionSignature;
import io.github.flinkwasm.internal.runtime.HostFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gathers the functions of one environment while it is constructed. */
final class HostFunctionTable {
    /**
     * Parsed once: every instance has its own environment, and these few signatures cover nearly
     * all of it.
     */
    private static final Map<String, FunctionSignature> COMMON =
            Stream.of(
                            ":", ":i", ":I", "i:", "i:i", "ii:i", "ii:", "iii:i", "iii:", "iiii:i",
                            "iiii:", "iiiii:i", "iI:i", "iiI:i", "iIi:i", "iII:i", "iIIi:i",
                            "iIii:i", "iiiIi:i")
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    Function.identity(), FunctionSignature::of));

    private final String module;
    private final List<HostFunction> functions;

    HostFunctionTable(String module) {
        this(module, new ArrayList<>());
    }

    private HostFunctionTable(String module, List<HostFunction> functions) {
        this.module = module;
        this.functions = functions;
    }

    /** A table of another module name that adds to the same list. */
    HostFunctionTable alsoFor(String otherModule) {
        return new HostFunctionTable(otherModule, functions);
    }

    /** Adds a function that needs stack headroom. */
    void add(String name, String signature, HostFunction.Body body) {
        functions.add(new HostFunction(module, name, signature(signature), false, body));
    }

    /** Adds a function of simple loops over memory, which may run on whatever stack is left. */
    void addLeaf(String name, String signature, HostFunction.Body body) {
        functions.add(new HostFunction(module, name, signature(signature), true, body));
    }

    List<HostFunction> functions() {
        return List.copyOf(functions);
    }

    static FunctionSignature signature(String notation) {
        FunctionSignature common = COMMON.get(notation);
        return common == null ? FunctionSignature.of(notation) : common;
    }
}
