package io.github.flinkwasm.replay.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Outcomes for each tag, for as many tags as are kept. */
final class TagCounts {
    static final int MAX_TAGS = 2_000;

    private final BoundedMap<OutcomeCounts> kept = new BoundedMap<>(MAX_TAGS);

    /** Takes what is counted for tags that are not kept: it is what the totals have more. */
    private final transient OutcomeCounts uncounted = new OutcomeCounts();

    /** Consecutive events mostly have the same tag. */
    private transient @Nullable String lastTag;

    private transient OutcomeCounts last = uncounted;

    Map<String, OutcomeCounts> kept() {
        return kept.entries();
    }

    /** The counts of a tag, to be added to at once. */
    OutcomeCounts of(String tag) {
        if (!tag.equals(lastTag)) {
            OutcomeCounts counts =
                    kept.getOrMake(Excerpts.ofText(tag, Excerpts.MAX_TAG), OutcomeCounts::new);
            last = counts == null ? uncounted : counts;
            lastTag = tag;
        }
        return last;
    }

    void merge(TagCounts other) {
        kept.merge(other.kept, OutcomeCounts::new, OutcomeCounts::merge);
        lastTag = null;
    }
}
