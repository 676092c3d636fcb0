package io.github.flinkwasm.cli;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.WasmFilter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Which function of a module to call and how: the options of every command that sends events
 * through a filter to get at their outcomes.
 */
final class FilterOptions {

    @Mixin private CallOptions call = new CallOptions();

    @Option(
            names = "--function",
            paramLabel = "NAME",
            required = true,
            order = 1,
            description =
                    "The exported function to call for every event; \"wasm-filter check\" lists"
                            + " them.")
    private String functionName = "";

    @Option(
            names = "--reset",
            paramLabel = "every-event|auto|never",
            order = 60,
            description =
                    "When the guest is put back to its state after start-up, besides after every"
                            + " failure: after every event, when it is needed (auto), or never."
                            + " Default: auto.")
    private ResetPolicy resetPolicy = ResetPolicy.AUTO;

    @Option(
            names = "--on-failure",
            paramLabel = "fail|side-output|pass-through|drop",
            order = 61,
            description = {
                "What becomes of an event that the guest cannot finish, or of a line that is no"
                        + " event:",
                "  fail: stop there, with exit status 1. The default.",
                "  side-output: write it to standard error as a line of JSON.",
                "  pass-through: write it to standard output as it came.",
                "  drop: leave it out.",
                "All but fail go on. Every failure is counted."
            })
    private FailureHandling failureHandling = FailureHandling.FAIL;

    EventFormat eventFormat() {
        return call.eventFormat();
    }

    FailureHandling failureHandling() {
        return failureHandling;
    }

    /**
     * The filter that the options describe.
     *
     * @throws UsageException if there is no such filter
     */
    WasmFilter filter(ModuleOptions module) {
        return CallOptions.build(
                call.filter(module, functionName)
                        .setResetPolicy(resetPolicy)
                        .setFailureHandling(failureHandling));
    }
}
