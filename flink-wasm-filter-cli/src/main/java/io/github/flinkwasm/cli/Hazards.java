package io.github.flinkwasm.cli;

import io.github.flinkwasm.cli.ModuleFacts.ImportedItem;
import io.github.flinkwasm.internal.abi.ArgumentPlacement;
import io.github.flinkwasm.internal.runtime.CompiledModule.HugeMethod;
import io.github.flinkwasm.internal.runtime.FunctionSignature;
import io.github.flinkwasm.internal.runtime.ModuleDescription;
import io.github.flinkwasm.internal.runtime.ModuleDescription.MemoryPages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says what of a module's facts is a hazard, and what to do. */
final class Hazards {
    private static final int LISTED = 8;
    private static final int PAGES_WITHOUT_MAXIMUM = 65_536;
    private static final Duration LONG_START = Duration.ofSeconds(1);

    private static final FunctionSignature MALLOC = FunctionSignature.of("i:i");
    private static final FunctionSignature FREE = FunctionSignature.of("i:");

    private final ModuleFacts facts;
    private final ModuleDescription module;
    private final List<Hazard> hazards = new ArrayList<>();

    private Hazards(ModuleFacts facts) {
        this.facts = facts;
        this.module = facts.description();
    }

    /** All hazards, the worst first. */
    static List<Hazard> of(ModuleFacts facts) {
        Hazards found = new Hazards(facts);
        facts.refusals().forEach(refusal -> found.hazards.add(Hazard.refused(refusal)));
        found.unresolvedImports();
        found.hugeMethods();
        found.slowStart();
        found.files();
        found.memory();
        found.allocator();
        found.unusedMain();
        found.asyncify();
        return found.hazards.stream()
                .sorted((left, right) -> left.level().compareTo(right.level()))
                .toList();
    }

    private void unresolvedImports() {
        List<ImportedItem> unresolved =
                facts.imports().stream()
                        .filter(item -> item.provider() == ModuleFacts.Provider.NOBODY)
                        .toList();
        if (unresolved.isEmpty()) {
            return;
        }
        hazards.add(
                Hazard.warning(
                        count(unresolved.size(), "imported function")
                                + " that the host does not offer: "
                                + list(unresolved.stream().map(Hazards::describe).toList()),
                        "The filter loads, as in Fluent Bit, but an event whose call reaches one of"
                                + " them fails with TRAP. Build the filter without them, or correct"
                                + " their names and signatures."));
    }

    private static String describe(ImportedItem imported) {
        String text =
                Printable.name(imported.item().toString()) + " " + imported.item().signature();
        return imported.offered() == null
                ? text
                : text + " (offered is " + imported.offered() + ")";
    }

    private void hugeMethods() {
        List<HugeMethod> huge = facts.compiled().hugeMethods();
        if (huge.isEmpty()) {
            return;
        }
        hazards.add(
                Hazard.warning(
                        count(huge.size(), "function")
                                + " too large for the JVM's just-in-time compiler, which by default"
                                + " takes methods of up to 8,000 bytes of bytecode: "
                                + list(
                                        huge.stream()
                                                .map(
                                                        method ->
                                                                "%s (%,d)"
                                                                        .formatted(
                                                                                Printable.name(
                                                                                        method
                                                                                                .function()),
                                                                                method.codeBytes()))
                                                .toList()),
                        "They run interpreted, and so much slower, unless the JVM is started with"
                                + " -XX:-DontCompileHugeMethods: bin/wasm-filter does that; for a"
                                + " TaskManager it belongs into env.java.opts.taskmanager. Building"
                                + " for size (-Os, opt-level \"s\") or with less inlining can help"
                                + " too."));
    }

    private void slowStart() {
        ModuleFacts.Start start = facts.start();
        if (start != null && start.duration().compareTo(LONG_START) > 0) {
            hazards.add(
                    Hazard.warning(
                            "The start code ran for %,d ms; %s are allowed"
                                    .formatted(
                                            start.duration().toMillis(),
                                            Amount.of(facts.limits().startupTimeout())),
                            "It runs again in every subtask, and whenever an instance has to be"
                                + " replaced. Do less in it, or raise the start-up timeout where"
                                + " machines are slower."));
        }
    }

    private void files() {
        boolean opensFiles =
                facts.imports().stream()
                        .anyMatch(
                                item ->
                                        item.provider() == ModuleFacts.Provider.WASI
                                                && item.item().name().startsWith("path_"));
        if (opensFiles && facts.grants() == 0) {
            hazards.add(
                    Hazard.note(
                            "The guest can ask for files. Fluent Bit grants its working directory"
                                    + " unless told otherwise (accessible_paths is \".\"); here no"
                                    + " directory is granted unless asked",
                            "If the filter reads files, grant their directory: --accessible-path,"
                                + " or addAccessiblePath of WasmFilter.Builder. Many a libc brings"
                                + " these imports without using them; then nothing is to be"
                                + " done."));
        }
    }

    private void memory() {
        MemoryPages pages = module.memory();
        if (pages == null) {
            return;
        }
        long limit = Amount.pagesIn(facts.limits().memory());
        if (pages.maximum() >= PAGES_WITHOUT_MAXIMUM) {
            hazards.add(
                    Hazard.note(
                            "The memory has no maximum of its own",
                            "The memory limit alone bounds it (%s here). Under --reset auto a guest"
                                            .formatted(Amount.sizeOfPages(limit))
                                    + " that never frees is put back before it reaches the limit;"
                                    + " every subtask may need that much heap until then."));
        } else if (pages.maximum() > limit) {
            hazards.add(
                    Hazard.note(
                            "The memory may grow to %s by the module's own maximum, but the limit is"
                                            .formatted(Amount.sizeOfPages(pages.maximum()))
                                    + " %s".formatted(Amount.sizeOfPages(limit)),
                            "An event that needs more fails with MEMORY_LIMIT. If that happens,"
                                    + " raise --memory."));
        }
    }

    private void allocator() {
        boolean exported =
                module.exportsFunction("malloc", MALLOC) && module.exportsFunction("free", FREE);
        if (!exported && facts.placement() == ArgumentPlacement.HOST_WINDOW) {
            hazards.add(
                    Hazard.note(
                            "No malloc and free are exported",
                            "Nothing has to be done here: arguments do not come from the guest's"
                                + " allocator. Fluent Bit then takes them from a heap of 8,192"
                                + " bytes, into which larger records do not fit: export both, or"
                                + " raise its wasm_heap_size, if the filter also runs there."));
        }
    }

    private void unusedMain() {
        if (module.exportedFunction("_start").isPresent()) {
            hazards.add(
                    Hazard.note(
                            "_start is exported, but never called: nor does Fluent Bit",
                            "What main and, with TinyGo, package variables set up is not there when"
                                + " the filter is called. Build a reactor (-mexec-model=reactor,"
                                + " -buildmode=c-shared) if the filter needs it."));
        }
    }

    private void asyncify() {
        if (module.exportedFunction("asyncify_get_state").isPresent()) {
            hazards.add(
                    Hazard.note(
                            "The module is built to be suspended (asyncify), as by TinyGo's default"
                                    + " scheduler",
                            "An event whose call blocks, in a sleep, a channel or a goroutine,"
                                + " fails with TRAP. Build with -scheduler=none where the filter"
                                + " starts no goroutine."));
        }
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String list(List<String> items) {
        String listed = items.stream().limit(LISTED).collect(Collectors.joining(", "));
        return items.size() > LISTED
                ? listed + " and " + (items.size() - LISTED) + " more"
                : listed;
    }
}
