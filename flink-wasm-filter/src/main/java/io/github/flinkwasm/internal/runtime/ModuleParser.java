package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExportSection;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ImportSection;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.NameCustomSection;
import com.dylibso.chicory.wasm.types.ValType;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Import;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Kind;
import io.github.flinkwasm.internal.runtime.ModuleDescription.MemoryPages;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns module bytes into a validated module, or refuses them with a sentence a user can act on.
 * Module bytes are hostile input: whatever goes wrong inside Chicory's parser comes out as a {@link
 * ModuleRejectedException}.
 */
final class ModuleParser {
    private static final int MAX_REASON = 300;

    private ModuleParser() {}

    /**
     * @param origin names the module in messages, as {@code s3://filters/redact.wasm (sha256
     *     9f2c41…)}
     * @throws ModuleRejectedException if the bytes are no module this runtime can run
     */
    static WasmModule parse(byte[] bytes, String origin) {
        FileKind.requireCoreModule(bytes, origin);
        try {
            StructureCheck.check(bytes, origin);
            return Parser.builder()
                    .withCustomParsers(Map.of("name", ModuleParser::functionNames))
                    .build()
                    .parse(() -> new ByteArrayInputStream(bytes));
        } catch (ModuleRejectedException refused) {
            throw refused;
        } catch (RuntimeException | StackOverflowError | AssertionError malformed) {
            // Chicory's own exceptions are ChicoryException; on some malformed modules raw index,
            // null and class-cast exceptions get out as well.
            throw new ModuleRejectedException(
                    "Module "
                            + origin
                            + " is not a valid WebAssembly module ("
                            + reasonOf(malformed)
                            + "). It is cut short, damaged, or uses a feature that is not"
                            + " supported: compare its size and checksum with the original, or"
                            + " rebuild it.",
                    malformed);
        }
    }

    /** The "name" section serves messages only: a damaged one counts as absent. */
    private static NameCustomSection functionNames(byte[] section) {
        try {
            return NameCustomSection.parse(StructureCheck.functionNamesOf(section));
        } catch (RuntimeException | AssertionError damaged) {
            return NameCustomSection.parse(new byte[0]);
        }
    }

    static ModuleDescription describe(WasmModule module, long sizeBytes) {
        List<Import> imports = new ArrayList<>();
        ImportSection importSection = module.importSection();
        for (int i = 0; i < importSection.importCount(); i++) {
            var item = importSection.getImport(i);
            FunctionSignature signature =
                    item instanceof FunctionImport function
                            ? signature(module.typeSection().getType(function.typeIndex()))
                            : null;
            imports.add(new Import(item.module(), item.name(), kind(item.importType()), signature));
        }
        List<Export> exports = new ArrayList<>();
        ExportSection exportSection = module.exportSection();
        for (int i = 0; i < exportSection.exportCount(); i++) {
            var item = exportSection.getExport(i);
            exports.add(
                    new Export(
                            item.name(),
                            kind(item.exportType()),
                            item.index(),
                            item.exportType() == ExternalType.FUNCTION
                                    ? signatureOf(module, item.index())
                                    : null));
        }
        MemoryPages memory =
                module.memorySection()
                        .map(section -> section.getMemory(0).limits())
                        .map(ModuleParser::pages)
                        .orElse(null);
        List<Long> tables = new ArrayList<>();
        for (int i = 0; i < module.tableSection().tableCount(); i++) {
            tables.add(module.tableSection().getTable(i).limits().min());
        }
        return new ModuleDescription(
                sizeBytes,
                imports,
                exports,
                memory,
                tables,
                module.functionSection().functionCount(),
                module.startSection().isPresent(),
                ProducersSection.read(module));
    }

    private static MemoryPages pages(MemoryLimits limits) {
        return new MemoryPages(limits.initialPages(), limits.maximumPages());
    }

    /**
     * The signature of a function by its index, imported or defined; null when there is no such
     * function.
     */
    static @Nullable FunctionSignature signatureOf(WasmModule module, int index) {
        ImportSection imports = module.importSection();
        int functionIndex = 0;
        for (int i = 0; i < imports.importCount(); i++) {
            if (imports.getImport(i) instanceof FunctionImport function) {
                if (functionIndex++ == index) {
                    return signature(module.typeSection().getType(function.typeIndex()));
                }
            }
        }
        int defined = index - functionIndex;
        if (defined < 0 || defined >= module.functionSection().functionCount()) {
            return null;
        }
        return signature(
                module.typeSection().getType(module.functionSection().getFunctionType(defined)));
    }

    static FunctionSignature signature(FunctionType type) {
        return new FunctionSignature(
                type.params().stream().map(ModuleParser::valueType).toList(),
                type.returns().stream().map(ModuleParser::valueType).toList());
    }

    private static ValueType valueType(ValType type) {
        if (type.equals(ValType.I32)) {
            return ValueType.I32;
        } else if (type.equals(ValType.I64)) {
            return ValueType.I64;
        } else if (type.equals(ValType.F32)) {
            return ValueType.F32;
        } else if (type.equals(ValType.F64)) {
            return ValueType.F64;
        } else if (type.equals(ValType.V128)) {
            return ValueType.V128;
        } else if (type.equals(ValType.FuncRef)) {
            return ValueType.FUNCREF;
        } else if (type.equals(ValType.ExternRef)) {
            return ValueType.EXTERNREF;
        }
        return ValueType.OTHER_REFERENCE;
    }

    private static Kind kind(ExternalType type) {
        return switch (type) {
            case FUNCTION -> Kind.FUNCTION;
            case TABLE -> Kind.TABLE;
            case MEMORY -> Kind.MEMORY;
            case GLOBAL -> Kind.GLOBAL;
            case TAG -> Kind.TAG;
        };
    }

    /** One line, without the parser's byte dumps. */
    static String reasonOf(Throwable thrown) {
        if (thrown instanceof StackOverflowError) {
            return "it is nested too deeply";
        }
        String message = thrown.getMessage();
        if (message == null || message.isBlank()) {
            return thrown.getClass().getSimpleName();
        }
        int lineEnd = message.indexOf('\n');
        return GuestText.plain(lineEnd < 0 ? message : message.substring(0, lineEnd), MAX_REASON);
    }
}
