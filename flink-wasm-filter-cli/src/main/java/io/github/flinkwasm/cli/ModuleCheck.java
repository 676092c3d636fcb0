package io.github.flinkwasm.cli;

import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.cli.ModuleFacts.ImportedItem;
import io.github.flinkwasm.cli.ModuleFacts.Start;
import io.github.flinkwasm.internal.abi.FilterFunction;
import io.github.flinkwasm.internal.abi.StartCode;
import io.github.flinkwasm.internal.execution.FilterStarter;
import io.github.flinkwasm.internal.execution.HostEnvironments;
import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.module.ModuleLoader;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.FunctionSignature;
import io.github.flinkwasm.internal.runtime.GuestInstance;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.HostEnvironment;
import io.github.flinkwasm.internal.runtime.HostFunction;
import io.github.flinkwasm.internal.runtime.Instantiation;
import io.github.flinkwasm.internal.runtime.ModuleCompiler;
import io.github.flinkwasm.internal.runtime.ModuleDescription;
import io.github.flinkwasm.internal.wasi.GuestOutput;
import io.github.flinkwasm.internal.wasi.GuestOutputSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at a module from all sides, and starts it once. */
final class ModuleCheck {
    private final WasmFilter.Builder filter;
    private final @Nullable String functionName;
    private final GuestOutputSink guestOutput;
    private final List<String> refusals = new ArrayList<>();

    /**
     * @param filter module, grants and limits; the function in it is not looked at
     * @param functionName the function to look for; null to look at all
     * @param guestOutput takes what start code prints
     */
    ModuleCheck(
            WasmFilter.Builder filter, @Nullable String functionName, GuestOutputSink guestOutput) {
        this.filter = filter;
        this.functionName = functionName;
        this.guestOutput = guestOutput;
    }

    /**
     * Runs the check.
     *
     * @throws io.github.flinkwasm.ModuleLoadException if there is nothing to look at
     * @throws ModuleRejectedException if it is no module that could run at all
     */
    ModuleFacts run() {
        WasmFilter any = CallOptions.build(filter);
        LoadedModule loaded = ModuleLoader.load(any.module(), any.limits().maxModuleSize());
        CompiledModule compiled = ModuleCompiler.compile(loaded.bytes(), loaded.origin());
        ModuleDescription description = compiled.description();
        checkFunction(compiled, any);
        List<String> startFunctions = StartCode.functionsOf(description);
        List<String> startCode = new ArrayList<>(startFunctions);
        if (description.hasStartSection()) {
            startCode.add(0, "start section");
        }
        GuestOutput output = new GuestOutput((int) any.limits().maxGuestOutput().getBytes());
        List<HostEnvironment> environments = HostEnvironments.of(any, output);
        Start start = start(any, compiled, environments, startCode, startFunctions);
        output.flush(guestOutput);
        return new ModuleFacts(
                any.module().toString(),
                loaded,
                compiled,
                any.limits(),
                functionName,
                any.accessiblePaths().size(),
                FilterFunction.candidates(description),
                imports(description, environments),
                startCode,
                start,
                refusals);
    }

    private void checkFunction(CompiledModule compiled, WasmFilter any) {
        if (functionName != null) {
            try {
                FilterFunction.resolve(
                        compiled.description(), compiled.origin(), functionName, any.abiVersion());
            } catch (ModuleRejectedException refused) {
                refusals.add(String.valueOf(refused.getMessage()));
            }
        } else if (FilterFunction.candidates(compiled.description()).isEmpty()) {
            refusals.add(
                    "Module "
                            + compiled.origin()
                            + " exports no filter: no function takes (i32, i32, i32, i32, i32, i32)"
                            + " and gives an i32 or an i64. Export the filter function, and build"
                            + " it with six parameters of 32 bits.");
        }
    }

    private @Nullable Start start(
            WasmFilter any,
            CompiledModule compiled,
            List<HostEnvironment> environments,
            List<String> startCode,
            List<String> startFunctions) {
        try {
            Instantiation instantiation =
                    new Instantiation(compiled, FilterStarter.moduleLimits(any.limits()));
            long begin = System.nanoTime();
            try (GuestInstance instance = instantiation.create(environments, startFunctions)) {
                return new Start(
                        Duration.ofNanos(System.nanoTime() - begin), instance.memoryPages());
            }
        } catch (GuestTrap trap) {
            refusals.add(
                    "Module "
                            + compiled.origin()
                            + " failed in its start code ("
                            + trap.kind()
                            + ": "
                            + trap.getMessage()
                            + "), which is "
                            + String.join(", then ", startCode)
                            + ". Correct it, or give it more with --memory or --startup-timeout if"
                            + " it ran out of that.");
        } catch (ModuleRejectedException refused) {
            refusals.add(String.valueOf(refused.getMessage()));
        }
        return null;
    }

    private static List<ImportedItem> imports(
            ModuleDescription description, List<HostEnvironment> environments) {
        List<HostFunction> offers =
                environments.stream()
                        .flatMap(environment -> environment.functions().stream())
                        .toList();
        return description.imports().stream().map(item -> resolve(item, offers)).toList();
    }

    private static ImportedItem resolve(ModuleDescription.Import item, List<HostFunction> offers) {
        FunctionSignature otherSignature = null;
        for (HostFunction offer : offers) {
            if (offer.module().equals(item.module()) && offer.name().equals(item.name())) {
                if (offer.signature().equals(item.signature())) {
                    ModuleFacts.Provider provider =
                            item.module().equals("env")
                                    ? ModuleFacts.Provider.ENV
                                    : ModuleFacts.Provider.WASI;
                    return new ImportedItem(item, provider, null);
                }
                otherSignature = offer.signature();
            }
        }
        return new ImportedItem(
                item,
                ModuleFacts.Provider.NOBODY,
                otherSignature == null ? null : otherSignature.toString());
    }
}
