package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.AccessiblePath;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.runtime.HostEnvironment;
import io.github.flinkwasm.internal.wasi.EnvBuiltins;
import io.github.flinkwasm.internal.wasi.GuestClocks;
import io.github.flinkwasm.internal.wasi.GuestOutput;
import io.github.flinkwasm.internal.wasi.WasiOptions;
import io.github.flinkwasm.internal.wasi.WasiPreview1;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The host's side of one instance, as its filter's grants and limits have it. */
public final class HostEnvironments {
    private HostEnvironments() {}

    /**
     * WASI and the libc builtins of {@code env}, for one instance.
     *
     * @throws InvalidConfigurationException if an accessible path or an environment variable cannot
     *     be granted
     */
    public static List<HostEnvironment> of(WasmFilter filter, GuestOutput output) {
        WasiOptions options = options(filter);
        return List.of(
                new WasiPreview1(options, output),
                new EnvBuiltins(output, options.clocks(), filter.limits().memory().getBytes()));
    }

    private static WasiOptions options(WasmFilter filter) {
        try {
            WasiOptions options = WasiOptions.NONE.withEnvironment(filter.environmentVariables());
            for (AccessiblePath path : filter.accessiblePaths()) {
                Path host = Path.of(path.hostPath());
                options =
                        path.writable()
                                ? options.withWritableDirectory(path.guestPath(), host)
                                : options.withDirectory(path.guestPath(), host);
            }
            if (filter.fixedClock().isPresent()) {
                options = options.withClocks(GuestClocks.fixedAt(filter.fixedClock().get()));
            }
            if (filter.randomSeed().isPresent()) {
                options = options.withRandomSeed(filter.randomSeed().getAsLong());
            }
            return options;
        } catch (InvalidPathException notAPath) {
            throw new InvalidConfigurationException(
                    "The accessible path \""
                            + notAPath.getInput()
                            + "\" is no path of this file system: "
                            + notAPath.getReason()
                            + ".",
                    notAPath);
        } catch (IllegalArgumentException refused) {
            throw new InvalidConfigurationException(String.valueOf(refused.getMessage()), refused);
        }
    }
}
