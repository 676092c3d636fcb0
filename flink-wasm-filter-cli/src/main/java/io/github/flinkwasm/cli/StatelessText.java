package io.github.flinkwasm.cli;

import io.github.flinkwasm.cli.StatelessFacts.Comparison;
import io.github.flinkwasm.cli.StatelessFacts.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what a {@link StatelessCheck} found, for people and for programs. */
final class StatelessText {
    private StatelessText() {}

    /** A section of the report, line by line. */
    static List<String> of(StatelessFacts facts) {
        List<String> lines = new ArrayList<>(List.of("", "State"));
        lines.add(format("  events     %,d", facts.events()));
        if (facts.failed() > 0) {
            lines.add(format("  failed     %,d, in fresh instances too", facts.failed()));
        }
        for (Comparison comparison : facts.comparisons()) {
            describe(comparison, facts.events(), lines);
        }
        lines.add("  verdict    " + verdict(facts));
        if (facts.unsteady() != null) {
            lines.add(
                    format(
                            "  note: %,d outcome%s on the time or on random numbers, first that"
                                    + " of %s",
                            facts.unsteadyEvents(),
                            facts.unsteadyEvents() == 1 ? " depends" : "s depend",
                            facts.unsteady()));
            lines.add("    -> a replay gives the same only with --clock and --random-seed.");
        }
        return lines;
    }

    private static void describe(Comparison comparison, int events, List<String> lines) {
        Difference first = comparison.first();
        String label = String.format(Locale.ROOT, "  %-9s  ", comparison.order().label());
        if (first == null) {
            lines.add(label + "as in fresh instances");
        } else {
            lines.add(
                    label
                            + format(
                                    "%,d of %,d differ; the first is %s",
                                    comparison.different(), events, first.place()));
            lines.add(
                    format(
                            "    it came as number %,d%s",
                            first.position(),
                            first.before() == null ? "" : ", after " + first.before()));
            lines.add("    a fresh instance: " + first.fresh());
            lines.add("    this instance:    " + first.used());
        }
        if (comparison.refills() > 0) {
            lines.add(
                    format(
                            "    the guest leaks: it filled its memory %,d time%s and was reset",
                            comparison.refills(), comparison.refills() == 1 ? "" : "s"));
        }
    }

    private static String verdict(StatelessFacts facts) {
        return facts.isStateless()
                ? "every event is treated alone"
                : "NOT state-free: what becomes of an event depends on those before it";
    }

    /** The same as an object of the report. */
    static Map<String, Object> toJson(StatelessFacts facts) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("events", facts.events());
        object.put("failed", facts.failed());
        object.put("stateless", facts.isStateless());
        object.put("unsteady_events", facts.unsteadyEvents());
        if (facts.unsteady() != null) {
            object.put("first_unsteady", place(facts.unsteady()));
        }
        object.put("runs", facts.comparisons().stream().map(StatelessText::run).toList());
        return object;
    }

    private static Map<String, Object> run(Comparison comparison) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("order", comparison.order().name().toLowerCase(Locale.ROOT));
        object.put("different", comparison.different());
        object.put("resets_for_memory", comparison.refills());
        Difference first = comparison.first();
        if (first != null) {
            Map<String, Object> difference = place(first.place());
            difference.put("position", first.position());
            difference.put("fresh", first.fresh());
            difference.put("used", first.used());
            object.put("first", difference);
        }
        return object;
    }

    private static Map<String, Object> place(Place place) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("input", place.input());
        object.put("line", place.line());
        return object;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
