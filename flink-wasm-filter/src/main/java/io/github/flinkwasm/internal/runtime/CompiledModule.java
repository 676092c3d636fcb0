package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.function.Function;

/**
 * A module that is parsed, validated, compiled and loaded. Immutable and safe to share between threads; every
 * {@link GuestInstance} made of it belongs to one thread at a time.
 */
public final class CompiledModule {
    private final String origin;
    private final WasmModule module;
    private final ModuleDescription description;
    private final CompiledClasses classes;
    private final List<HugeMethod> hugeMethods;
    private final Function<Instance, Machine> machineFactory;

    /**
     * A guest function whose JVM method is over HotSpot's limit for just-in-time compilation.
     *
     * @param function its name from the name section, else its index
     * @param codeBytes the size of its bytecode
     */
    public record HugeMethod(String function, int codeBytes) {}

    CompiledModule(
            String origin, WasmModule module, ModuleDescription description, CompiledClasses classes) {
        this.origin = origin;
        this.module = module;
        this.description = description;
        this.classes = classes;
        this.hugeMethods = HugeMethods.find(module, classes);
        this.machineFactory = load(classes);
    }

    private static Function<Instance, Machine> load(CompiledClasses classes) {
        GeneratedClassLoader loader = new GeneratedClassLoader(classes);
        MethodHandle constructor;
        try {
            Class<?> machine = loader.loadClass(classes.machineClass());
            constructor =
                    MethodHandles.publicLookup()
                            .findConstructor(
                                    machine, MethodType.methodType(void.class, Instance.class))
                            .asType(MethodType.methodType(Machine.class, Instance.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "Generated class " + classes.machineClass() + " cannot be loaded", e);
        }
        return instance -> newMachine(constructor, instance);
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable") // MethodHandle.invokeExact declares Throwable
    private static Machine newMachine(MethodHandle constructor, Instance instance) {
        try {
            return (Machine) constructor.invokeExact(instance);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("Generated constructor failed", e);
        }
    }

    /** Names the module in messages. */
    public String origin() {
        return origin;
    }

    public ModuleDescription description() {
        return description;
    }

    public CompiledClasses classes() {
        return classes;
    }

    /** Functions that HotSpot will not compile to machine code by default, largest first. */
    public List<HugeMethod> hugeMethods() {
        return hugeMethods;
    }

    WasmModule module() {
        return module;
    }

    Function<Instance, Machine> machineFactory() {
        return machineFactory;
    }
}
