package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.NameCustomSection;
import io.github.flinkwasm.internal.runtime.CompiledModule.HugeMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the guest functions whose JVM methods are over the just-in-time compiler's limit. */
final class HugeMethods {
    private static final String FUNCTION_PREFIX = "func_";

    private HugeMethods() {}

    static List<HugeMethod> find(WasmModule module, CompiledClasses classes) {
        List<HugeMethod> huge = new ArrayList<>();
        for (byte[] classFile : classes.bytesByName().values()) {
            for (MethodSizes.Method method : MethodSizes.of(classFile)) {
                if (method.codeBytes() > MethodSizes.JIT_LIMIT
                        && method.name().startsWith(FUNCTION_PREFIX)) {
                    huge.add(
                            new HugeMethod(
                                    functionName(module, method.name()), method.codeBytes()));
                }
            }
        }
        huge.sort(Comparator.comparingInt(HugeMethod::codeBytes).reversed());
        return List.copyOf(huge);
    }

    private static String functionName(WasmModule module, String methodName) {
        int index = Integer.parseInt(methodName.substring(FUNCTION_PREFIX.length()));
        String name = nameOf(module, index);
        return name == null || name.isBlank() ? "function " + index : GuestText.plain(name);
    }

    private static @Nullable String nameOf(WasmModule module, int index) {
        NameCustomSection names = module.nameSection();
        return names == null ? null : names.nameOfFunction(index);
    }
}
