package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.compiler.internal.CompilerResult;
import com.dylibso.chicory.wasm.WasmModule;
import io.github.flinkwasm.ModuleRejectedException;

/**
 * Parses, validates and compiles a module to JVM bytecode. Every compiled class goes through {@link
 * DeadlineInstrumentation}; there is no other way to a {@link CompiledModule}. Safe to call from
 * any thread.
 */
public final class ModuleCompiler {
    /** Binary name of the generated machine class; artifacts name it. */
    static final String MACHINE_CLASS = "io.github.flinkwasm.generated.Filter";

    private ModuleCompiler() {}

    /**
     * Compiles a module.
     *
     * @param bytes the module; already checked against its pin by the caller
     * @param origin names the module in messages
     * @throws ModuleRejectedException if the bytes are no module, or one that cannot be compiled
     */
    public static CompiledModule compile(byte[] bytes, String origin) {
        try {
            WasmModule module = ModuleParser.parse(bytes, origin);
            CompiledClasses classes =
                    UnsignedComparison.apply(
                            DeadlineInstrumentation.apply(generate(module, origin)));
            return new CompiledModule(
                    origin,
                    module,
                    ModuleParser.describe(module, bytes.length),
                    classes,
                    HugeMethods.find(module, classes));
        } catch (OutOfMemoryError full) {
            throw new ModuleRejectedException(
                    String.format(
                            "Module %s has %,d bytes and did not fit into the heap of this JVM (%,d"
                                + " MiB at most) while it was compiled. Raise the heap"
                                + " (taskmanager.memory.task.heap.size), or build the filter for"
                                + " size.",
                            origin, bytes.length, Runtime.getRuntime().maxMemory() >> 20),
                    full);
        }
    }

    private static CompiledClasses generate(WasmModule module, String origin) {
        try {
            // Chicory's public builder loads the classes at once, without our deadline; its
            // compiler gives the bytes. FAIL: a function that would have to be interpreted is
            // refused, not run a hundred times slower and without a deadline.
            CompilerResult result =
                    Compiler.builder(module)
                            .withClassName(MACHINE_CLASS)
                            .withClassCollectorFactory(ByteClassCollector::new)
                            .withInterpreterFallback(InterpreterFallback.FAIL)
                            .build()
                            .compile();
            return CompiledClasses.of(MACHINE_CLASS, result.classBytes());
        } catch (RuntimeException | StackOverflowError | AssertionError unsupported) {
            throw new ModuleRejectedException(
                    "Module "
                            + origin
                            + " cannot be compiled to JVM bytecode ("
                            + ModuleParser.reasonOf(unsupported)
                            + "). Split or shrink the function, for example by building for size"
                            + " (-Os, opt-level \"s\") or with less inlining.",
                    unsupported);
        }
    }
}
