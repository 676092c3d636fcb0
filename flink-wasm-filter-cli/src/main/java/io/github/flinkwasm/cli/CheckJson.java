package io.github.flinkwasm.cli;

import io.github.flinkwasm.internal.abi.FilterFunction;
import io.github.flinkwasm.internal.runtime.FunctionSignature;
import io.github.flinkwasm.internal.runtime.ModuleDescription;
import io.github.flinkwasm.internal.runtime.ModuleDescription.MemoryPages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what a check found for programs: one object on one line. */
final class CheckJson {

    private CheckJson() {}

    static String of(ModuleFacts facts, List<Hazard> hazards, @Nullable StatelessFacts state) {
        ModuleDescription module = facts.description();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("uri", facts.uri());
        report.put("sha256", facts.loaded().sha256());
        report.put("size_bytes", module.sizeBytes());
        report.put("producers", module.producers());
        report.put("functions", module.functionCount());
        report.put("filters", facts.filters().stream().map(CheckJson::filter).toList());
        report.put(
                "exports",
                module.exports().stream()
                        .map(item -> item(item.name(), item.kind(), item.signature()))
                        .toList());
        report.put("imports", facts.imports().stream().map(CheckJson::imported).toList());
        MemoryPages pages = module.memory();
        if (pages != null) {
            long limit = Amount.pagesIn(facts.limits().memory());
            Map<String, Object> memory = new LinkedHashMap<>();
            memory.put("initial_pages", pages.initial());
            memory.put("maximum_pages", pages.maximum());
            memory.put("effective_maximum_pages", Math.min(pages.maximum(), limit));
            report.put("memory", memory);
        }
        report.put("tables", module.tables());
        report.put("argument_placement", facts.placement().name().toLowerCase(Locale.ROOT));
        report.put("start_code", facts.startCode());
        ModuleFacts.Start start = facts.start();
        if (start != null) {
            report.put("start_ms", start.duration().toMillis());
        }
        report.put("hazards", hazards.stream().map(CheckJson::hazard).toList());
        if (state != null) {
            report.put("state", StatelessText.toJson(state));
        }
        report.put("usable", facts.refusals().isEmpty());
        return JsonLine.of(report);
    }

    private static Map<String, Object> filter(FilterFunction filter) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", filter.export().name());
        object.put("abi_version", filter.abiVersion().number());
        return object;
    }

    private static Map<String, Object> imported(ModuleFacts.ImportedItem imported) {
        ModuleDescription.Import item = imported.item();
        Map<String, Object> object = item(item.name(), item.kind(), item.signature());
        object.put("module", item.module());
        object.put("resolved_by", imported.provider().name().toLowerCase(Locale.ROOT));
        return object;
    }

    private static Map<String, Object> item(
            String name, ModuleDescription.Kind kind, @Nullable FunctionSignature signature) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", name);
        object.put("kind", kind.name().toLowerCase(Locale.ROOT));
        if (signature != null) {
            object.put("signature", signature.toString());
        }
        return object;
    }

    private static Map<String, Object> hazard(Hazard hazard) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("level", hazard.level().name().toLowerCase(Locale.ROOT));
        object.put("finding", hazard.finding());
        if (!hazard.action().isEmpty()) {
            object.put("action", hazard.action());
        }
        return object;
    }
}
