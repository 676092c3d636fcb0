package io.github.flinkwasm.internal.abi;

import io.github.flinkwasm.internal.runtime.FunctionSignature;
import io.github.flinkwasm.internal.runtime.ModuleDescription;
import java.util.ArrayList;
import java.util.List;

/**
 * Which exported functions Fluent Bit's runtime calls once, after the start section and before the
 * first event. The rule is WAMR's (wasm_runtime.c, read at WAMR 2.4.1): {@code _initialize} if the
 * module imports WASI, then {@code __post_instantiate}, then {@code __wasm_call_ctors} if it does
 * not import WASI; each only if it takes and gives nothing. {@code _start} is never called, also
 * not for command modules.
 */
public final class StartCode {
    private static final FunctionSignature PLAIN = FunctionSignature.of(":");

    private StartCode() {}

    /** The functions to call, in order. */
    public static List<String> functionsOf(ModuleDescription module) {
        List<String> functions = new ArrayList<>();
        if (module.importsWasi()) {
            functions.add("_initialize");
        }
        functions.add("__post_instantiate");
        if (!module.importsWasi()) {
            functions.add("__wasm_call_ctors");
        }
        functions.removeIf(name -> !module.exportsFunction(name, PLAIN));
        return List.copyOf(functions);
    }
}
