package io.github.flinkwasm.cli;

import io.github.flinkwasm.AbiVersion;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.WasmFilter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How events reach a guest, and what its calls may take: for every command that calls a filter. */
final class CallOptions {

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

    EventFormat eventFormat() {
        return eventFormat;
    }

    /**
     * Module, function, grants and limits as the options have them; the rest is as the builder has
     * it by default.
     *
     * @throws UsageException if a value is out of bounds, or options exclude each other
     */
    WasmFilter.Builder filter(ModuleOptions module, String functionName) {
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
                        .setEscapeUnicode(escapeUnicode);
        if (abiVersion != null) {
            builder.setAbiVersion(abiVersion);
        }
        if (clock != null) {
            builder.setFixedClock(instant(clock));
        }
        if (randomSeed != null) {
            builder.setRandomSeed(randomSeed);
        }
        return builder;
    }

    /**
     * Builds a filter.
     *
     * @throws UsageException if there is no such filter
     */
    static WasmFilter build(WasmFilter.Builder filter) {
        try {
            return filter.build();
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
