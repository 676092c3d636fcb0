package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.replay.output.OutputOptions;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What decides which bytes a replay writes, in texts: recorded in the plan, and compared when a
 * replay is resumed. What only decides how fast, or when to give up, is not in it.
 */
final class Planning {
    private Planning() {}

    static SortedMap<String, String> settingsOf(ReplaySettings replay) {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("inputs", String.join(" ", replay.inputs()));
        String retried = replay.retriedOutput();
        if (retried != null) {
            settings.put("retry-failed", retried);
        }
        replay.archiveSettings().forEach((name, value) -> settings.put("input " + name, value));
        OutputOptions output = replay.outputOptions();
        settings.put("output-format", word(output.format()));
        settings.put("compress", word(output.compression()));
        settings.put(
                "partition-by",
                (output.byTag() ? "tag" : "")
                        + (output.byTag() && output.byDay() ? "," : "")
                        + (output.byDay() ? "day" : ""));
        settings.put("keep-dropped", String.valueOf(output.keepDropped()));
        addFilters("filter", replay.filters(), settings);
        addFilters("baseline", replay.baseline(), settings);
        return settings;
    }

    private static void addFilters(
            String role, List<FilterRoute> routes, SortedMap<String, String> settings) {
        for (int i = 0; i < routes.size(); i++) {
            String prefix = "%s %02d ".formatted(role, i + 1);
            FilterRoute route = routes.get(i);
            WasmFilter filter = route.filter();
            settings.put(prefix + "name", route.name());
            settings.put(prefix + "tags", route.tags());
            settings.put(prefix + "module", filter.module().uri());
            settings.put(prefix + "sha256", filter.module().sha256().orElse("not pinned"));
            settings.put(prefix + "function", filter.functionName());
            settings.put(prefix + "event-format", word(filter.eventFormat()));
            // A finished unit of a replay that stops at a failure has none, so that a resumed one
            // may treat them differently.
            if (filter.failureHandling() != FailureHandling.FAIL) {
                settings.put(prefix + "on-failure", word(filter.failureHandling()));
            }
            settings.put(
                    prefix + "other",
                    ("abi %s, %s, reset %s, escape-unicode %s, paths %s, environment %08x, clock"
                                    + " %s, random %s")
                            .formatted(
                                    filter.abiVersion().map(Object::toString).orElse("any"),
                                    filter.limits(),
                                    filter.resetPolicy(),
                                    filter.escapeUnicode(),
                                    filter.accessiblePaths(),
                                    filter.environmentVariables().hashCode(),
                                    filter.fixedClock().map(Object::toString).orElse("runs"),
                                    filter.randomSeed().isPresent()
                                            ? filter.randomSeed().getAsLong()
                                            : "any"));
        }
    }

    /** Records are written as msgpack between filters if all of these take only that. */
    static EventFormat recordFormatOf(ReplaySettings replay) {
        return Stream.concat(replay.filters().stream(), replay.baseline().stream())
                        .allMatch(route -> route.filter().eventFormat() == EventFormat.MSGPACK)
                ? EventFormat.MSGPACK
                : EventFormat.JSON;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
