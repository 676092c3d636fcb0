package io.github.flinkwasm.cli;

import io.github.flinkwasm.internal.abi.FilterFunction;
import io.github.flinkwasm.internal.runtime.ModuleDescription;
import io.github.flinkwasm.internal.runtime.ModuleDescription.MemoryPages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes what a check found for people: sections of short lines. */
final class CheckText {
    private static final int WIDTH = 80;
    private static final int LISTED = 200;
    private static final int PAGES_WITHOUT_MAXIMUM = 65_536;

    private final ModuleFacts facts;
    private final ModuleDescription module;
    private final List<String> lines = new ArrayList<>();

    private CheckText(ModuleFacts facts) {
        this.facts = facts;
        this.module = facts.description();
    }

    /** The report, line by line. */
    static List<String> of(ModuleFacts facts, List<Hazard> hazards) {
        CheckText text = new CheckText(facts);
        text.module();
        text.filters();
        text.exports();
        text.imports();
        text.memoryAndTables();
        text.section("Arguments");
        text.wrapped("  ", "  ", "Tag and record lie " + facts.placement().explanation() + ".");
        text.startCode();
        text.hazards(hazards);
        return text.lines;
    }

    private void section(String name) {
        lines.add("");
        lines.add(name);
    }

    private void line(String format, Object... values) {
        lines.add("  " + String.format(Locale.ROOT, format, values).stripTrailing());
    }

    private void module() {
        lines.add("Module");
        line("uri        %s", Printable.oneLine(facts.uri()));
        line("size       %,d bytes", module.sizeBytes());
        line("sha256     %s", facts.loaded().sha256());
        line("made with  %s", producers());
        line("functions  %,d", module.functionCount());
    }

    private String producers() {
        return module.producers().isEmpty()
                ? "(the module does not say)"
                : Printable.oneLine(String.join(", ", module.producers()));
    }

    private void filters() {
        section("Filters");
        for (FilterFunction filter : facts.filters()) {
            String name = filter.export().name();
            line(
                    "%s  ABI version %d%s",
                    Printable.name(name),
                    filter.abiVersion().number(),
                    name.equals(facts.functionName()) ? "  <- --function" : "");
        }
        if (facts.filters().isEmpty()) {
            line("(none)");
        }
    }

    private void exports() {
        section("Exports");
        List<Row> rows = new ArrayList<>();
        for (ModuleDescription.Export export : module.exports()) {
            rows.add(
                    new Row(
                            Printable.name(export.name()),
                            kind(export.kind(), export.signature())));
        }
        table(rows);
    }

    private void imports() {
        section("Imports");
        List<Row> rows = new ArrayList<>();
        for (ModuleFacts.ImportedItem imported : facts.imports()) {
            rows.add(
                    new Row(
                            Printable.name(imported.item().toString()),
                            imported.provider().label()
                                    + ", "
                                    + kind(imported.item().kind(), imported.item().signature())));
        }
        table(rows);
    }

    private static String kind(ModuleDescription.Kind kind, Object signature) {
        return kind == ModuleDescription.Kind.FUNCTION
                ? "function " + signature
                : kind.name().toLowerCase(Locale.ROOT);
    }

    private record Row(String left, String right) {}

    private void table(List<Row> rows) {
        int width = rows.stream().mapToInt(row -> row.left().length()).max().orElse(0);
        for (Row row : rows.subList(0, Math.min(LISTED, rows.size()))) {
            line("%-" + Math.min(40, Math.max(1, width)) + "s  %s", row.left(), row.right());
        }
        if (rows.size() > LISTED) {
            line("(and %,d more)", rows.size() - LISTED);
        }
        if (rows.isEmpty()) {
            line("(none)");
        }
    }

    private void memoryAndTables() {
        section("Memory");
        MemoryPages pages = module.memory();
        if (pages == null) {
            line("(none)");
        } else {
            long limit = Amount.pagesIn(facts.limits().memory());
            boolean unbounded = pages.maximum() >= PAGES_WITHOUT_MAXIMUM;
            line("initial    %s", Amount.ofPages(pages.initial()));
            line("maximum    %s", unbounded ? "(none)" : Amount.ofPages(pages.maximum()));
            line("effective  %s", Amount.ofPages(Math.min(pages.maximum(), limit)));
        }
        section("Tables");
        for (int i = 0; i < module.tables().size(); i++) {
            line(
                    "table %d    %,d elements; %,d are allowed",
                    i, module.tables().get(i), facts.limits().maxTableElements());
        }
        if (module.tables().isEmpty()) {
            line("(none)");
        }
    }

    private void startCode() {
        section("Start code");
        line(
                "%s",
                facts.startCode().isEmpty() ? "(none)" : String.join(", then ", facts.startCode()));
        ModuleFacts.Start start = facts.start();
        if (start == null) {
            line("could not be run: see below");
        } else {
            line(
                    "started in %,d ms; memory is then %s",
                    start.duration().toMillis(), Amount.ofPages(start.memoryPages()));
        }
    }

    private void hazards(List<Hazard> hazards) {
        section("Hazards");
        if (hazards.isEmpty()) {
            line("(none)");
        }
        for (Hazard hazard : hazards) {
            String label = hazard.level().name().toLowerCase(Locale.ROOT);
            wrapped("  " + label + ": ", "    ", hazard.finding());
            if (!hazard.action().isEmpty()) {
                wrapped("    -> ", "       ", hazard.action());
            }
        }
    }

    /** Breaks a text at spaces, so that lines stay within the width where words allow it. */
    private void wrapped(String first, String others, String text) {
        StringBuilder current = new StringBuilder(first);
        boolean lineHasWord = false;
        for (String word : Printable.oneLine(text).split(" ", -1)) {
            if (lineHasWord && current.length() + 1 + word.length() > WIDTH) {
                lines.add(current.toString());
                current = new StringBuilder(others);
                lineHasWord = false;
            }
            current.append(lineHasWord ? " " : "").append(word);
            lineHasWord = true;
        }
        lines.add(current.toString());
    }
}
