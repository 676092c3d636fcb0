package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Kind;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A module that is parsed, validated, compiled and loaded. Immutable and safe to share between
 * threads; every {@link GuestInstance} made of it belongs to one thread at a time.
 */
public final class CompiledModule {
    private final String origin;
    private final WasmModule module;
    private final ModuleDescription description;
    private final CompiledClasses classes;
    private final Map<String, Export> exportedFunctions;
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
            String origin,
            WasmModule module,
            ModuleDescription description,
            CompiledClasses classes,
            List<HugeMethod> hugeMethods) {
        this.origin = origin;
        this.module = module;
        this.description = description;
        this.classes = classes;
        this.exportedFunctions =
                description.exports().stream()
                        .filter(export -> export.kind() == Kind.FUNCTION)
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Export::name, export -> export, (first, second) -> first));
        this.hugeMethods = hugeMethods;
        this.machineFactory = load(classes, origin);
    }

    /**
     * @throws ModuleRejectedException if the JVM refuses a class
     */
    private static Function<Instance, Machine> load(CompiledClasses classes, String origin) {
        EarlyInitialization.ensure();
        GeneratedClassLoader loader = new GeneratedClassLoader(classes);
        MethodHandle constructor;
        try {
            // All of them, and now: loading one in the middle of a guest's recursion could run out
            // of stack.
            for (String name : classes.bytesByName().keySet()) {
                Class.forName(name, true, loader);
            }
            Class<?> machine = loader.loadClass(classes.machineClass());
            constructor =
                    MethodHandles.publicLookup()
                            .findConstructor(
                                    machine, MethodType.methodType(void.class, Instance.class))
                            .asType(MethodType.methodType(Machine.class, Instance.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "Generated class " + classes.machineClass() + " cannot be loaded", e);
        } catch (LinkageError refused) {
            throw new ModuleRejectedException(
                    "Module "
                            + origin
                            + " was compiled to JVM bytecode that this JVM refuses ("
                            + ModuleParser.reasonOf(refused)
                            + "). Please report it with the module; until then, build the filter"
                            + " with other options.",
                    refused);
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

    /** The exported functions by name. */
    Map<String, Export> exportedFunctions() {
        return exportedFunctions;
    }

    WasmModule module() {
        return module;
    }

    Function<Instance, Machine> machineFactory() {
        return machineFactory;
    }
}
