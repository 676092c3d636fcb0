package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.AccessiblePath;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.runtime.HostEnvironment;
import io.github.flinkwasm.internal.wasi.EnvBuiltins;
import io.github.flinkwasm.internal.wasi.GuestOutput;
import io.github.flinkwasm.internal.wasi.WasiOptions;
import io.github.flinkwasm.internal.wasi.WasiPreview1;
import java.util.List;

/** The host's side of one instance, as its filter's grants and limits have it. */
public final class HostEnvironments {
    private HostEnvironments() {}

    /** WASI and the libc builtins of {@code env}, for one instance. */
    public static List<HostEnvironment> of(WasmFilter filter, GuestOutput output) {
        return List.of();
    }
}
