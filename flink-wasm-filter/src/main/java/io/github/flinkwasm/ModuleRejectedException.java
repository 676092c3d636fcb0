package io.github.flinkwasm;

import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;

/**
 * The module was read but is not acceptable: it is not WebAssembly, has another digest than its
 * pin, lacks the function, needs more than the limits allow, or does not start. The same bytes will
 * be refused again: the filter's author, or whoever chose the limits, can fix it.
 */
@PublicEvolving
public final class ModuleRejectedException extends WasmFilterException {

    private static final long serialVersionUID = 1L;

    public ModuleRejectedException(String message) {
        this(message, null);
    }

    public ModuleRejectedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
