package io.github.flinkwasm.replay.output;

import io.github.flinkwasm.replay.archive.ArchiveFile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.annotation.Experimental;

/**
 * What a replay is to do, written down before it begins: a resumed one must be the same.
 *
 * @param settings everything that decides what is written, by names that people understand
 * @param inputs the files, in the order of which units of work are numbered
 */
@Experimental
public record ReplayPlan(SortedMap<String, String> settings, List<ArchiveFile> inputs) {

    public ReplayPlan {
        settings = new TreeMap<>(settings);
        inputs = List.copyOf(inputs);
    }

    /**
     * What the settings of another plan have different, a line each; empty if nothing.
     *
     * @param now the plan of the replay that is to go on
     */
    List<String> differencesTo(ReplayPlan now) {
        TreeSet<String> names = new TreeSet<>(settings.keySet());
        names.addAll(now.settings.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(settings.get(name), now.settings.get(name)))
                .map(name -> difference(name, settings, now.settings))
                .toList();
    }

    private static String difference(
            String name, Map<String, String> then, Map<String, String> now) {
        return "%s is %s, but was %s"
                .formatted(
                        name,
                        now.getOrDefault(name, "not set"),
                        then.getOrDefault(name, "not set"));
    }
}
