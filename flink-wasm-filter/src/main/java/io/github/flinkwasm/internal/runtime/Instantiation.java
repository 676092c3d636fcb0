package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes instances of one compiled module: links imports, applies the limits, runs the start code.
 *
 * <p>An import that no environment offers with the same signature does not stop the module from
 * loading, as in Fluent Bit: it is listed in {@link #unresolvedImports} and traps when it is
 * called.
 */
public final class Instantiation {
    private static final long[] NO_RESULT = new long[0];

    private final CompiledModule compiled;
    private final ModuleLimits limits;

    /**
     * @throws ModuleRejectedException if the module asks for more than the limits allow from the
     *     start
     */
    public Instantiation(CompiledModule compiled, ModuleLimits limits) {
        this.compiled = compiled;
        this.limits = limits;
        requireWithinLimits();
    }

    private void requireWithinLimits() {
        ModuleDescription.MemoryPages pages = compiled.description().memory();
        if (pages != null && pages.initial() > limits.maxMemoryPages()) {
            throw new ModuleRejectedException(
                    String.format(
                            "Module %s needs %,d pages (%,d KiB) of memory from the start, but the"
                                + " limit is %,d pages (%,d KiB). Raise the memory limit, or build"
                                + " the filter with less initial memory or a smaller stack.",
                            compiled.origin(),
                            pages.initial(),
                            pages.initial() * 64L,
                            limits.maxMemoryPages(),
                            limits.maxMemoryPages() * 64L));
        }
        long elements = compiled.description().tables().stream().mapToLong(Long::longValue).sum();
        if (elements > limits.maxTableElements()) {
            throw new ModuleRejectedException(
                    String.format(
                            "Module %s has tables of %,d elements together, but the limit is %,d."
                                    + " Raise the table limit if that is meant.",
                            compiled.origin(), elements, limits.maxTableElements()));
        }
    }

    /** The function imports that no environment offers, as {@code module.name (signature)}. */
    public List<String> unresolvedImports(List<HostEnvironment> environments) {
        Map<String, HostFunction> offered = offered(environments);
        List<String> unresolved = new ArrayList<>();
        for (ModuleDescription.Import item : compiled.description().imports()) {
            if (item.signature() != null && !offered.containsKey(key(item))) {
                unresolved.add(GuestText.plain(item.toString()) + " " + item.signature());
            }
        }
        return unresolved;
    }

    /**
     * Makes an instance: instantiates (which runs the start section), then calls the given
     * functions in order.
     *
     * @param environments the host's side, made for this instance alone
     * @param startFunctions exported functions without parameters and results
     * @throws GuestTrap if start code ends abnormally or takes longer than the start-up limit
     * @throws ModuleRejectedException if the module cannot be instantiated
     */
    public GuestInstance create(List<HostEnvironment> environments, List<String> startFunctions) {
        CallClock clock = new CallClock();
        boolean created = false;
        try {
            clock.start(limits.startupTimeout());
            GuestInstance instance = instantiate(environments, clock);
            for (String name : startFunctions) {
                Export function = compiled.description().exportedFunction(name).orElseThrow();
                instance.call(function);
            }
            created = true;
            return instance;
        } finally {
            clock.stop();
            if (!created) {
                clock.close();
                // Start code may have opened files before it failed.
                environments.forEach(HostEnvironment::close);
            }
        }
    }

    private GuestInstance instantiate(List<HostEnvironment> environments, CallClock clock) {
        WasmModule module = compiled.module();
        MemoryLimits declared = module.memorySection().orElseThrow().getMemory(0).limits();
        FlatMemory memory = newMemory(declared);
        GuestMemory guestMemory = new GuestMemory(memory);
        RunningCall call = new RunningCall(guestMemory, memory, compiled.exportedFunctions());
        LimitedTable.Budget tableBudget = new LimitedTable.Budget(limits.maxTableElements());
        try {
            Instance instance =
                    Instance.builder(module)
                            .withMachineFactory(compiled.machineFactory())
                            .withMemoryFactory(ignored -> memory)
                            .withTableFactory((table, init) -> newTable(table, init, tableBudget))
                            .withImportValues(link(module, offered(environments), call))
                            .withStart(false)
                            .build();
            return new GuestInstance(compiled, instance, memory, guestMemory, environments, clock);
        } catch (GuestTrap trap) {
            throw trap;
        } catch (RuntimeException | AssertionError refused) {
            // Chicory's own exceptions, and what it or the start section let out on a bad index or
            // a division.
            if (refused.getCause() instanceof StackOverflowError) {
                throw new GuestTrap(
                        TrapKind.STACK_EXHAUSTED, "the start section recursed too deeply");
            }
            throw new ModuleRejectedException(
                    "Module "
                            + compiled.origin()
                            + " cannot be instantiated ("
                            + ModuleParser.reasonOf(refused)
                            + "). Its start section or one of its data or table segments fails; it"
                            + " would fail the same in every runtime.",
                    refused);
        }
    }

    private FlatMemory newMemory(MemoryLimits declared) {
        try {
            return new FlatMemory(
                    declared.initialPages(),
                    Math.min(declared.maximumPages(), limits.maxMemoryPages()),
                    declared.shared(),
                    limits.maxHeapBytes());
        } catch (OutOfMemoryError none) {
            throw new ModuleRejectedException(
                    String.format(
                            "Module %s needs %,d KiB of memory from the start, and this JVM has no"
                                + " room for it in its heap of %,d KiB. Raise the heap"
                                + " (taskmanager.memory.task.heap.size), or build the filter with"
                                + " less initial memory.",
                            compiled.origin(),
                            declared.initialPages() * 64L,
                            Runtime.getRuntime().maxMemory() >> 10),
                    none);
        }
    }

    /**
     * Limits are copied: Chicory's {@code table.grow} changes the module's own, and so the next
     * instance.
     */
    private LimitedTable newTable(Table table, int initialValue, LimitedTable.Budget budget) {
        TableLimits declared = table.limits();
        long max = Math.min(declared.max(), limits.maxTableElements());
        return new LimitedTable(
                new Table(table.elementType(), new TableLimits(declared.min(), max)),
                initialValue,
                budget);
    }

    private static Map<String, HostFunction> offered(List<HostEnvironment> environments) {
        Map<String, HostFunction> offered = new HashMap<>();
        for (HostEnvironment environment : environments) {
            for (HostFunction function : environment.functions()) {
                offered.put(
                        key(function.module(), function.name(), function.signature()), function);
            }
        }
        return offered;
    }

    private static String key(ModuleDescription.Import item) {
        FunctionSignature signature = item.signature();
        return key(item.module(), item.name(), signature == null ? NO_SIGNATURE : signature);
    }

    private static final FunctionSignature NO_SIGNATURE = FunctionSignature.of(":");

    private static String key(String module, String name, FunctionSignature signature) {
        return module + "\0" + name + "\0" + signature;
    }

    private static ImportValues link(
            WasmModule module, Map<String, HostFunction> offered, RunningCall call) {
        ImportValues.Builder values = ImportValues.builder();
        for (int i = 0; i < module.importSection().importCount(); i++) {
            Import item = module.importSection().getImport(i);
            if (item.importType() == ExternalType.FUNCTION
                    && item instanceof FunctionImport function) {
                FunctionType type = module.typeSection().getType(function.typeIndex());
                HostFunction host =
                        offered.get(key(item.module(), item.name(), ModuleParser.signature(type)));
                values.addFunction(
                        new ImportFunction(
                                item.module(),
                                item.name(),
                                type,
                                host == null ? unresolved(item) : handle(host, call)));
            }
        }
        return values.build();
    }

    private static WasmFunctionHandle unresolved(Import item) {
        String message =
                "the guest called the import "
                        + GuestText.quoted(item.module() + "." + item.name())
                        + ", which the host does not offer";
        return (instance, arguments) -> {
            throw GuestTrap.trap(message);
        };
    }

    private static WasmFunctionHandle handle(HostFunction function, RunningCall call) {
        HostFunction.Body body = function.body();
        boolean hasResult = !function.signature().results().isEmpty();
        boolean leaf = function.leaf();
        return (instance, arguments) -> {
            if (!leaf) {
                StackHeadroom.ensure();
            }
            call.enter(instance);
            long result = body.call(call, arguments);
            return hasResult ? new long[] {result} : NO_RESULT;
        };
    }
}
