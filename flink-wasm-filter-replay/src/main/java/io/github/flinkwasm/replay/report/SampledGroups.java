package io.github.flinkwasm.replay.report;

import java.util.Map;
import java.util.function.Supplier;

/** Things of many kinds: the count of all is exact, that of each kind as well where it is kept. */
final class SampledGroups {
    static final int MAX_GROUPS = 40;

    private long total;
    private final BoundedMap<SampledGroup> groups = new BoundedMap<>(MAX_GROUPS);

    long total() {
        return total;
    }

    Map<String, SampledGroup> groups() {
        return groups.entries();
    }

    /** How many belong to kinds that are not kept. */
    long others() {
        return total - groups().values().stream().mapToLong(SampledGroup::count).sum();
    }

    void add(String group, String file, long item, Supplier<EventSample> sample) {
        total++;
        SampledGroup kept = groups.getOrMake(group, SampledGroup::new);
        if (kept != null) {
            kept.countOne();
            if (kept.samples().wants(file, item)) {
                kept.samples().add(sample.get());
            }
        }
    }

    void merge(SampledGroups other) {
        total += other.total;
        groups.merge(other.groups, SampledGroup::new, SampledGroup::merge);
    }
}
