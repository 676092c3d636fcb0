package io.github.flinkwasm.cli;

import io.github.flinkwasm.AbiVersion;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.WasmFilter;
import java.time.Duration;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to call a filter: the options of every command that sends events through one. */
final class FilterOptions {

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
            names = "--event-format",
            paramLabel = "json|msgpack",
            order = 10,
            description =
                    "How records are written for the guest, and how it writes what it returns."
                            + " Default: json.")
    private EventFormat eventFormat = EventFormat.JSON;

    @Option(
            names = "--abi-version",
            paramLabel = "1|2",
            order = 11,
            description =
                    "Insist on a version of Fluent Bit's calling convention. By default the"
                            + " function's signature decides.")
    private @Nullable AbiVersion abiVersion;

    @Option(
            names = "--escape-unicode",
            order = 12,
            description =
                    "Write non-ASCII text as \\uXXXX for a JSON guest, as Fluent Bit does by"
                            + " default. Without it the guest sees UTF-8.")
    private boolean escapeUnicode;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            order = 41,
            description = "How long one call may take, such as 500ms or 10s. Default: 5s.")
    private @Nullable Duration timeout;

    @Option(
            names = "--max-output",
            paramLabel = "SIZE",
            order = 43,
            description = "How long a record that the guest returns may be. Default: 16m.")
    private @Nullable MemorySize maxOutput;

    @Option(
            names = "--reset",
            paramLabel = "every-event|auto|never",
            order = 44,
            description =
                    "When the guest is put back to its state after start-up, besides after every"
                            + " failure: before every event, when its memory has grown (auto), or"
                            + " never. Default: auto.")
    private ResetPolicy resetPolicy = ResetPolicy.AUTO;

    @Option(
            names = "--on-failure",
            paramLabel = "fail|side-output|pass-through|drop",
            order = 45,
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
        return eventFormat;
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
        FilterLimits limits = module.limits();
        limits = ModuleOptions.with("--timeout", timeout, limits, limits::withCallTimeout);
        limits = ModuleOptions.with("--max-output", maxOutput, limits, limits::withMaxOutput);
        if (functionName.isBlank()) {
            throw new UsageException(
                    "Invalid value for option '--function': the name is empty; name a function"
                            + " that the module exports.");
        }
        if (escapeUnicode && eventFormat != EventFormat.JSON) {
            throw new UsageException(
                    "'--escape-unicode' and '--event-format "
                            + Words.dashed(eventFormat)
                            + "' exclude each other: only JSON text can be escaped.");
        }
        WasmFilter.Builder builder =
                module.filter()
                        .setFunctionName(functionName)
                        .setLimits(limits)
                        .setEventFormat(eventFormat)
                        .setEscapeUnicode(escapeUnicode)
                        .setResetPolicy(resetPolicy)
                        .setFailureHandling(failureHandling);
        if (abiVersion != null) {
            builder.setAbiVersion(abiVersion);
        }
        try {
            return builder.build();
        } catch (InvalidConfigurationException refused) {
            throw new UsageException(String.valueOf(refused.getMessage()));
        }
    }
}
