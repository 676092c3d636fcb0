package io.github.flinkwasm.internal.runtime;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a module without running it.
 *
 * @param sizeBytes the length of the binary
 * @param imports in the module's order
 * @param exports in the module's order
 * @param memory the module's own linear memory; null when it has none
 * @param tables minimum elements of each table the module defines
 * @param functionCount functions with a body
 * @param hasStartSection whether instantiation runs guest code
 * @param producers the toolchain, from the "producers" section where it is readable
 */
public record ModuleDescription(
        long sizeBytes,
        List<Import> imports,
        List<Export> exports,
        @Nullable MemoryPages memory,
        List<Long> tables,
        int functionCount,
        boolean hasStartSection,
        List<String> producers) {

    public ModuleDescription {
        imports = List.copyOf(imports);
        exports = List.copyOf(exports);
        tables = List.copyOf(tables);
        producers = List.copyOf(producers);
    }

    /** What kind of thing is imported or exported. */
    public enum Kind {
        FUNCTION,
        TABLE,
        MEMORY,
        GLOBAL,
        TAG
    }

    /** One import; the signature is there for functions only. */
    public record Import(
            String module, String name, Kind kind, @Nullable FunctionSignature signature) {
        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /** One export; the signature is there for functions only. */
    public record Export(
            String name, Kind kind, int index, @Nullable FunctionSignature signature) {}

    /** Pages of 64 KiB; a module without a maximum has the 65,536 of the specification. */
    public record MemoryPages(int initial, int maximum) {}

    /** The function exported under a name. */
    public Optional<Export> exportedFunction(String name) {
        return exports.stream()
                .filter(export -> export.kind() == Kind.FUNCTION && export.name().equals(name))
                .findFirst();
    }

    /** Whether a function of that name and signature is exported. */
    public boolean exportsFunction(String name, FunctionSignature signature) {
        return exportedFunction(name)
                .map(export -> signature.equals(export.signature()))
                .orElse(false);
    }

    /**
     * Whether any function is imported from WASI preview 1, under its present or its earlier name.
     */
    public boolean importsWasi() {
        return imports.stream()
                .anyMatch(
                        item ->
                                item.kind() == Kind.FUNCTION
                                        && (item.module().equals("wasi_snapshot_preview1")
                                                || item.module().equals("wasi_unstable")));
    }
}
