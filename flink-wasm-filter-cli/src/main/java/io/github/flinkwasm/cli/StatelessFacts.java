package io.github.flinkwasm.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comparing a filter's fresh instances with a long-lived one found.
 *
 * @param events how many events were run each time
 * @param failed how many events fail in fresh instances
 * @param unsteady the first event whose outcome depends on the time or on random numbers; null if
 *     there is none
 * @param unsteadyEvents how many there are
 * @param comparisons the long-lived instance's runs
 */
record StatelessFacts(
        int events,
        int failed,
        @Nullable Place unsteady,
        int unsteadyEvents,
        List<Comparison> comparisons) {

    StatelessFacts {
        comparisons = List.copyOf(comparisons);
    }

    boolean isStateless() {
        return comparisons.stream().allMatch(comparison -> comparison.first() == null);
    }

    /**
     * One run of all events through one instance, beside the fresh ones.
     *
     * @param order in which order the events came
     * @param different how many outcomes differ
     * @param first the first of them, in that order; null if there is none
     * @param refills how often the guest had filled its memory and was put back to its start, as a
     *     job does it
     */
    record Comparison(Order order, int different, @Nullable Difference first, int refills) {}

    /** In which order events are run. */
    enum Order {
        IN_ORDER("in order"),
        SHUFFLED("shuffled");

        private final String label;

        Order(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * An event that came out differently.
     *
     * @param position how many events the instance had handled when it came, and itself
     * @param before the line of the event before it; null if there was none
     * @param fresh what a fresh instance made of it
     * @param used what the instance that had handled others made of it
     */
    record Difference(
            Place place, int position, @Nullable Place before, String fresh, String used) {}
}
