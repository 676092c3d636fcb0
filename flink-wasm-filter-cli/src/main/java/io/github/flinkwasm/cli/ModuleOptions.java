package io.github.flinkwasm.cli;

import io.github.flinkwasm.AccessiblePath;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which module, and what its guest may have: the options of every command that starts a guest. */
final class ModuleOptions {

    @Option(
            names = "--wasm",
            paramLabel = "URI",
            required = true,
            order = 0,
            description =
                    "The module: a path, a URI of a Flink file system, or classpath:NAME."
                            + " For s3:// and the like see --flink-conf.")
    private String uri = "";

    @Option(
            names = "--accessible-path",
            paramLabel = "[GUEST=]HOST",
            order = 30,
            description =
                    "A directory that the guest may read, under the name GUEST or its own. May be"
                            + " repeated. None by default.")
    private List<AccessiblePath> accessiblePaths = new ArrayList<>();

    @Option(
            names = "--writable-path",
            paramLabel = "[GUEST=]HOST",
            order = 30,
            description =
                    "The same for a directory that the guest may read and write. What it writes"
                            + " stays.")
    private List<AccessiblePath> writablePaths = new ArrayList<>();

    @Option(
            names = "--env",
            paramLabel = "NAME=VALUE",
            order = 31,
            description =
                    "An environment variable that the guest sees. May be repeated. None by"
                            + " default.")
    private List<EnvironmentVariable> variables = new ArrayList<>();

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            order = 40,
            description =
                    "How much memory the guest may have, such as 512m or \"1 GiB\". Default:"
                            + " 128m.")
    private @Nullable MemorySize memory;

    @Option(
            names = "--startup-timeout",
            paramLabel = "DURATION",
            order = 42,
            description = "How long the guest's start code may take. Default: 30s.")
    private @Nullable Duration startupTimeout;

    @Option(
            names = "--max-table-elements",
            paramLabel = "COUNT",
            order = 48,
            description =
                    "How many elements the guest's tables may have together. Default: 1000000.")
    private @Nullable Integer maxTableElements;

    @Option(
            names = "--max-module-size",
            paramLabel = "SIZE",
            order = 49,
            description = "How large the module's file may be. Default: 64m.")
    private @Nullable MemorySize maxModuleSize;

    /** Whether there is a module; only a command that has other ways to name one need ask. */
    boolean isGiven() {
        return !uri.isEmpty();
    }

    ModuleReference reference() {
        return reference("--wasm", uri);
    }

    static ModuleReference reference(String option, String uri) {
        return orUsage(option, () -> ModuleReference.of(uri));
    }

    FilterLimits limits() {
        FilterLimits limits = FilterLimits.DEFAULT;
        limits = with("--memory", memory, limits, limits::withMemory);
        limits = with("--startup-timeout", startupTimeout, limits, limits::withStartupTimeout);
        limits =
                with(
                        "--max-table-elements",
                        maxTableElements,
                        limits,
                        limits::withMaxTableElements);
        return with("--max-module-size", maxModuleSize, limits, limits::withMaxModuleSize);
    }

    /** Module, grants and limits; the rest is as the builder has it by default. */
    WasmFilter.Builder filter() {
        WasmFilter.Builder builder =
                WasmFilter.builder()
                        .setModule(reference())
                        .setLimits(limits())
                        .setAccessiblePaths(accessiblePaths);
        writablePaths.forEach(path -> builder.addAccessiblePath(path.withWriteAccess()));
        for (EnvironmentVariable variable : variables) {
            builder.putEnvironmentVariable(variable.name(), variable.value());
        }
        return builder;
    }

    /** The limits with the value of an option, or as they are where the option is not there. */
    static <T> FilterLimits with(
            String option,
            @Nullable T value,
            FilterLimits limits,
            Function<T, FilterLimits> change) {
        return value == null ? limits : orUsage(option, () -> change.apply(value));
    }

    private static <T> T orUsage(String option, Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidConfigurationException refused) {
            throw new UsageException(
                    "Invalid value for option '"
                            + option
                            + "': "
                            + String.valueOf(refused.getMessage()).replace("FilterLimits: ", ""));
        }
    }
}
