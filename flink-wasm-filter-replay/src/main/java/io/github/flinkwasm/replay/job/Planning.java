package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.replay.output.OutputOptions;
import io.github.flinkwasm.replay.output.RecordedOutput;
import io.github.flinkwasm.replay.report.ReplayedFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What decides which bytes a replay writes, in texts: recorded in the plan, and compared when a
 * replay is resumed. What only decides how fast, or when to give up, is not in it.
 */
final class Planning {
    private static final String FILTER = "filter";
    private static final String BASELINE = "baseline";
    private static final String TAGS = "tags";
    private static final String MODULE = "module";
    private static final String SHA256 = "sha256";
    private static final String FUNCTION = "function";
    private static final String EVENT_FORMAT = "event-format";

    private Planning() {}

    /**
     * All settings.
     *
     * @param recorded what the replay is compared with; null if it is not, or not known yet
     */
    static SortedMap<String, String> settingsOf(
            ReplaySettings replay, @Nullable RecordedOutput recorded) {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("inputs", String.join(" ", replay.inputs()));
        String retried = replay.retriedOutput();
        if (retried != null) {
            settings.put(RecordedOutput.RETRY_FAILED, retried);
        }
        replay.archiveSettings()
                .forEach((name, value) -> settings.put(RecordedOutput.INPUT_PREFIX + name, value));
        OutputOptions output = replay.outputOptions();
        settings.put("output-format", word(output.format()));
        settings.put("compress", word(output.compression()));
        settings.put(
                "partition-by",
                (output.byTag() ? "tag" : "")
                        + (output.byTag() && output.byDay() ? "," : "")
                        + (output.byDay() ? "day" : ""));
        settings.put("keep-dropped", String.valueOf(output.keepDropped()));
        addFilters(FILTER, replay.filters(), settings);
        addFilters(BASELINE, replay.baseline(), settings);
        if (recorded != null) {
            settings.put("against-output", recorded.directory());
            settings.put("against-output manifest sha256", recorded.manifestSha256());
            addRecordedFilters(recorded, settings);
        }
        return settings;
    }

    /** The filters of recorded output under the names that they would have if they ran again. */
    private static void addRecordedFilters(
            RecordedOutput recorded, SortedMap<String, String> settings) {
        recorded.settings()
                .forEach(
                        (name, value) -> {
                            if (name.startsWith(FILTER + " ")) {
                                settings.put(BASELINE + name.substring(FILTER.length()), value);
                            }
                        });
    }

    /** The filters of recorded output, as its settings name them. */
    static List<ReplayedFilter> recordedFilters(RecordedOutput recorded) {
        SortedMap<String, String> settings = recorded.settings();
        List<ReplayedFilter> filters = new ArrayList<>();
        String prefix = prefix(FILTER, 0);
        while (settings.containsKey(prefix + MODULE)) {
            filters.add(
                    new ReplayedFilter(
                            ReplayedFilter.Role.BASELINE,
                            settings.get(prefix + MODULE),
                            settings.getOrDefault(prefix + SHA256, ""),
                            settings.getOrDefault(prefix + FUNCTION, ""),
                            settings.getOrDefault(prefix + EVENT_FORMAT, "")
                                    .toUpperCase(Locale.ROOT),
                            settings.getOrDefault(prefix + TAGS, "")));
            prefix = prefix(FILTER, filters.size());
        }
        return filters;
    }

    private static String prefix(String role, int index) {
        return "%s %02d ".formatted(role, index + 1);
    }

    private static void addFilters(
            String role, List<FilterRoute> routes, SortedMap<String, String> settings) {
        for (int i = 0; i < routes.size(); i++) {
            String prefix = prefix(role, i);
            FilterRoute route = routes.get(i);
            WasmFilter filter = route.filter();
            settings.put(prefix + "name", route.name());
            settings.put(prefix + TAGS, route.tags());
            settings.put(prefix + MODULE, filter.module().uri());
            settings.put(prefix + SHA256, filter.module().sha256().orElse("not pinned"));
            settings.put(prefix + FUNCTION, filter.functionName());
            settings.put(prefix + EVENT_FORMAT, word(filter.eventFormat()));
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
