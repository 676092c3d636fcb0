package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.abi.FilterFunction;
import io.github.flinkwasm.internal.abi.FilterInstance;
import io.github.flinkwasm.internal.abi.ResultLimits;
import io.github.flinkwasm.internal.abi.StartCode;
import io.github.flinkwasm.internal.pool.ResettableInstance.Started;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.GuestInstance;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.HostEnvironment;
import io.github.flinkwasm.internal.runtime.Instantiation;
import io.github.flinkwasm.internal.runtime.ModuleLimits;
import io.github.flinkwasm.internal.runtime.TrapKind;
import io.github.flinkwasm.internal.wasi.GuestOutput;
import io.github.flinkwasm.internal.wasi.GuestOutputSink;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts instances of one filter: host side, limits, start code. Everything that can be refused is
 * refused here.
 */
public final class FilterStarter {
    private static final Logger LOG = LoggerFactory.getLogger(FilterStarter.class);
    private static final int PAGE_BYTES = 65_536;

    private final WasmFilter filter;
    private final CompiledModule module;
    private final FilterFunction function;
    private final Instantiation instantiation;
    private final List<String> startFunctions;
    private final GuestOutputSink output;
    private boolean warned;

    private FilterStarter(
            WasmFilter filter,
            CompiledModule module,
            FilterFunction function,
            Instantiation instantiation,
            GuestOutputSink output) {
        this.filter = filter;
        this.module = module;
        this.function = function;
        this.instantiation = instantiation;
        this.startFunctions = StartCode.functionsOf(module.description());
        this.output = output;
    }

    /**
     * Checks the filter against the module.
     *
     * @throws ModuleRejectedException if the function is missing or no filter, or the limits are
     *     too small
     */
    public static FilterStarter of(
            WasmFilter filter, CompiledModule module, GuestOutputSink output) {
        FilterFunction function =
                FilterFunction.resolve(
                        module.description(),
                        module.origin(),
                        filter.functionName(),
                        filter.abiVersion());
        return new FilterStarter(
                filter,
                module,
                function,
                new Instantiation(module, moduleLimits(filter.limits())),
                output);
    }

    /** Starts the same instances, but says nothing. */
    FilterStarter silent() {
        FilterStarter silent =
                new FilterStarter(filter, module, function, instantiation, (stream, text) -> {});
        silent.warned = true;
        return silent;
    }

    /** The limits as the runtime counts them. */
    public static ModuleLimits moduleLimits(FilterLimits limits) {
        long memory = limits.memory().getBytes();
        return new ModuleLimits(
                (int) Math.min(memory / PAGE_BYTES, ModuleLimits.HIGHEST_MEMORY_PAGES),
                memory,
                limits.maxTableElements(),
                limits.startupTimeout());
    }

    /**
     * Makes and starts an instance.
     *
     * @throws ModuleRejectedException if instantiation or start code fails
     * @throws InterruptedException if this thread was interrupted while start code ran; the
     *     interrupt flag is set
     */
    public Started start() throws InterruptedException {
        GuestOutput guestOutput =
                new GuestOutput((int) filter.limits().maxGuestOutput().getBytes());
        List<HostEnvironment> environments = HostEnvironments.of(filter, guestOutput);
        warnOfUnresolvedImports(environments);
        GuestInstance guest;
        try {
            guest = instantiation.create(environments, startFunctions);
        } catch (GuestTrap trap) {
            if (trap.kind() == TrapKind.CANCELLED) {
                throw new InterruptedException(
                        "The thread was interrupted while the start code of module "
                                + module.origin()
                                + " ran");
            }
            throw new ModuleRejectedException(
                    "Module "
                            + module.origin()
                            + " failed in its start code ("
                            + trap.kind()
                            + ": "
                            + trap.getMessage()
                            + "). Start code is the start section"
                            + (startFunctions.isEmpty() ? "" : " and " + startFunctions)
                            + "; try it with \"wasm-filter check\".",
                    trap);
        } finally {
            guestOutput.flush(output);
        }
        FilterLimits limits = filter.limits();
        return new Started(
                new FilterInstance(
                        guest,
                        function,
                        filter.eventFormat(),
                        new ResultLimits(
                                (int) limits.maxOutput().getBytes(),
                                limits.maxNestingDepth(),
                                limits.maxNumberLength()),
                        limits.callTimeout()),
                guestOutput);
    }

    private void warnOfUnresolvedImports(List<HostEnvironment> environments) {
        if (warned) {
            return;
        }
        warned = true;
        List<String> unresolved = instantiation.unresolvedImports(environments);
        if (!unresolved.isEmpty()) {
            LOG.warn(
                    "Module {} imports functions that the host does not offer; the filter traps if"
                            + " it calls one: {}",
                    module.origin(),
                    unresolved);
        }
    }
}
