package io.github.flinkwasm;

import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;

/**
 * The module's bytes could not be read: there is no such file, no file system for its scheme, or
 * the read failed. Whoever runs the job can fix it; a later attempt may succeed.
 */
@PublicEvolving
public final class ModuleLoadException extends WasmFilterException {

    private static final long serialVersionUID = 1L;

    public ModuleLoadException(String message) {
        this(message, null);
    }

    public ModuleLoadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
