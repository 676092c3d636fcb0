package io.github.flinkwasm.examples.quickstart;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The text that a run ends with: counts, samples, and where to go from here. */
final class Summary {

    private static final int SAMPLES = 2;
    private static final String INDENT = "  ";

    private final Ledger ledger;
    private final Timing timing;
    private final int columns;
    private final StringBuilder text = new StringBuilder();

    private Summary(Ledger ledger, Timing timing, int columns) {
        this.ledger = ledger;
        this.timing = timing;
        this.columns = columns;
    }

    static String of(Ledger ledger, Timing timing, int columns) {
        Summary summary = new Summary(ledger, timing, columns);
        summary.append();
        return summary.text.toString();
    }

    private void append() {
        Outcomes total = ledger.total();
        line(
                "%s lines in %.1f s (%,.0f lines/s), after %.1f s to start Flink and the filters",
                count(total.read()),
                Timing.seconds(timing.running()),
                timing.linesPerSecond(total.read()),
                Timing.seconds(timing.starting()));
        line("");
        appendFiles(total);
        line("");
        appendFilters();
        if (total.failed() > 0) {
            line("");
            appendReasons();
        }
        appendChanges();
        appendSamples("Dropped", ledger.droppedSamples(), total.dropped());
        appendSamples("Failed", ledger.failedSamples(), total.failed());
    }

    private void appendFiles(Outcomes total) {
        Table table = new Table(2, "file", "tag", "read", "emitted", "dropped", "failed");
        for (FileAccount file : ledger.files()) {
            addRow(table, Excerpt.harmless(file.file().name()), file.file().tag(), file.outcomes());
        }
        if (ledger.files().size() > 1) {
            addRow(table, "together", "", total);
        }
        text.append(table);
    }

    private static void addRow(Table table, String name, String tag, Outcomes outcomes) {
        table.add(
                name,
                tag,
                count(outcomes.read()),
                count(outcomes.emitted()),
                count(outcomes.dropped()),
                count(outcomes.failed()));
    }

    private void appendFilters() {
        Table table =
                new Table(
                        2, "filter", "for tag", "got", "emitted", "(changed)", "dropped", "failed");
        for (FilterAccount filter : ledger.filters()) {
            Outcomes outcomes = filter.outcomes();
            table.add(
                    Excerpt.harmless(filter.step().name()),
                    filter.step().tag(),
                    count(outcomes.read()),
                    count(outcomes.emitted()),
                    count(filter.changed()),
                    count(outcomes.dropped()),
                    count(outcomes.failed()));
        }
        text.append(table);
    }

    private void appendReasons() {
        Table table = new Table(1, "why it failed", "lines");
        Map<String, Long> failures = ledger.failures();
        failures.keySet().stream()
                .sorted()
                .forEach(reason -> table.add(reason, count(failures.getOrDefault(reason, 0L))));
        text.append(table);
    }

    private void appendChanges() {
        for (FilterAccount filter : ledger.filters()) {
            Optional<Change> sample = filter.sample();
            if (sample.isEmpty()) {
                continue;
            }
            Change change = sample.get();
            line("");
            line(
                    "Changed by %s: %s",
                    Excerpt.harmless(filter.step().name()),
                    place(change.origin().file(), change.origin().line()));
            int width = columns - INDENT.length() - "before ".length();
            int start = Excerpt.start(change.at(), width);
            line("%sbefore %s", INDENT, Excerpt.from(change.before(), start, width));
            line("%safter  %s", INDENT, Excerpt.from(change.after(), start, width));
        }
    }

    private void appendSamples(String outcome, Samples samples, long count) {
        List<SetAside> chosen = samples.choose(SAMPLES);
        if (chosen.isEmpty()) {
            return;
        }
        line("");
        line("%s, %d of %s:", outcome, chosen.size(), count(count));
        int width = columns - 2 * INDENT.length();
        for (SetAside event : chosen) {
            String by =
                    event.filter() == SetAside.BEFORE_ANY_FILTER
                            ? "before any filter"
                            : "by " + ledger.filter(event.filter()).step().name();
            line("%s%s, %s", INDENT, place(event.file(), event.line()), Excerpt.harmless(by));
            if (!event.detail().isEmpty()) {
                String detail = Excerpt.cut(Excerpt.harmless(event.detail()), width);
                line("%s%s%s", INDENT, INDENT, detail);
            }
            line("%s%s%s", INDENT, INDENT, Excerpt.of(event.bytes(), event.at(), width));
        }
    }

    private String place(int file, long line) {
        String name = Excerpt.harmless(ledger.file(file).file().name());
        return "%s line %s".formatted(name, count(line));
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
