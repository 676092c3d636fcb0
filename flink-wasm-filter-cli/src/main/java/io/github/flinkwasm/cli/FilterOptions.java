package io.github.flinkwasm.cli;

import io.github.flinkwasm.AbiVersion;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.WasmFilter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
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
            names = "--max-nesting-depth",
            paramLabel = "COUNT",
            order = 44,
            description = "How deeply objects and arrays of a record may be nested. Default: 512.")
    private @Nullable Integer maxNestingDepth;

    @Option(
            names = "--max-number-length",
            paramLabel = "COUNT",
            order = 45,
            description =
                    "How many characters one number of a returned JSON record may have. Default:"
                            + " 1000.")
    private @Nullable Integer maxNumberLength;

    @Option(
            names = "--max-guest-output",
            paramLabel = "SIZE",
            order = 46,
            description = "How much the guest may print within one call. Default: 64k.")
    private @Nullable MemorySize maxGuestOutput;

    @Option(
            names = "--max-guest-output-per-second",
            paramLabel = "SIZE",
            order = 47,
            description =
                    "How much of what the guest prints is shown in one second. Default: all of it;"
                            + " in a job, 64k.")
    private MemorySize maxGuestOutputPerSecond = MemorySize.ofMebiBytes(1024);

    @Option(
            names = "--clock",
            paramLabel = "SEC[.NSEC]",
            order = 32,
            converter = EventTime.Converter.class,
            description =
                    "Stop the guest's clocks at this time, in seconds since 1970, so that a run can"
                            + " be repeated. By default they run.")
    private @Nullable EventTime clock;

    @Option(
            names = "--random-seed",
            paramLabel = "NUMBER",
            order = 33,
            description =
                    "Give the guest random numbers that depend only on this number and the event,"
                            + " so that a run can be repeated. By default they are unpredictable.")
    private @Nullable Long randomSeed;

    @Option(
            names = "--reset",
            paramLabel = "every-event|auto|never",
            order = 60,
            description =
                    "When the guest is put back to its state after start-up, besides after every"
                            + " failure: before every event, when its memory has grown (auto), or"
                            + " never. Default: auto.")
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
        limits =
                ModuleOptions.with(
                        "--max-nesting-depth",
                        maxNestingDepth,
                        limits,
                        limits::withMaxNestingDepth);
        limits =
                ModuleOptions.with(
                        "--max-number-length",
                        maxNumberLength,
                        limits,
                        limits::withMaxNumberLength);
        limits =
                ModuleOptions.with(
                        "--max-guest-output", maxGuestOutput, limits, limits::withMaxGuestOutput);
        limits =
                ModuleOptions.with(
                        "--max-guest-output-per-second",
                        maxGuestOutputPerSecond,
                        limits,
                        limits::withMaxGuestOutputPerSecond);
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
        if (clock != null) {
            builder.setFixedClock(instant(clock));
        }
        if (randomSeed != null) {
            builder.setRandomSeed(randomSeed);
        }
        try {
            return builder.build();
        } catch (InvalidConfigurationException refused) {
            throw new UsageException(String.valueOf(refused.getMessage()));
        }
    }

    private static Instant instant(EventTime time) {
        try {
            return Instant.ofEpochSecond(time.sec(), time.nsec());
        } catch (DateTimeException tooLate) {
            throw new UsageException(
                    "Invalid value for option '--clock': "
                            + time.sec()
                            + " seconds are more than a clock can show; write a time up to"
                            + " 9214646400, which is 2262.");
        }
    }
}
