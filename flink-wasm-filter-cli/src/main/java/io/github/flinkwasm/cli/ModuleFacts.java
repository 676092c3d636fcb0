package io.github.flinkwasm.cli;

import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.internal.abi.ArgumentPlacement;
import io.github.flinkwasm.internal.abi.FilterFunction;
import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.ModuleDescription;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check found out about a module.
 *
 * @param uri where the module is, without credentials
 * @param functionName the function that was asked for; null if none was
 * @param grants how many directories the guest may read
 * @param filters the exports that can be filters
 * @param imports in the module's order
 * @param startCode what runs before the first event, in order
 * @param start how that went; null if it was not tried
 * @param refusals why the module cannot be used as asked; empty if it can
 */
record ModuleFacts(
        String uri,
        LoadedModule loaded,
        CompiledModule compiled,
        FilterLimits limits,
        @Nullable String functionName,
        int grants,
        List<FilterFunction> filters,
        List<ImportedItem> imports,
        List<String> startCode,
        @Nullable Start start,
        List<String> refusals) {

    ModuleFacts {
        filters = List.copyOf(filters);
        imports = List.copyOf(imports);
        startCode = List.copyOf(startCode);
        refusals = List.copyOf(refusals);
    }

    ModuleDescription description() {
        return compiled.description();
    }

    ArgumentPlacement placement() {
        return ArgumentPlacement.of(description());
    }

    /** Who stands behind an import. */
    enum Provider {
        WASI("WASI"),
        ENV("libc builtin"),
        NOBODY("UNRESOLVED");

        private final String label;

        Provider(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * An import and who stands behind it.
     *
     * @param offered the signature of the host's function of that name, where it is another one
     */
    record ImportedItem(
            ModuleDescription.Import item, Provider provider, @Nullable String offered) {}

    /** One start-up: how long the start code ran, and the pages of memory after it. */
    record Start(Duration duration, int memoryPages) {}
}
