package io.github.flinkwasm.cli;

import io.github.flinkwasm.LogEvent;
import java.util.ArrayList;
import java.util.List;

/** An event, and the line that it was read from. */
record PlacedEvent(Place place, LogEvent event) {

    /**
     * Reads at most {@code max} events.
     *
     * @throws UsageException if a line is no event
     * @throws InterruptedException if this thread was interrupted
     */
    static List<PlacedEvent> read(EventParser parser, List<Input> inputs, int max)
            throws InterruptedException {
        Collector collector = new Collector(max);
        new EventLines(parser, collector).read(inputs, Waiting.Listener.NONE);
        return collector.events;
    }

    private static final class Collector implements EventLines.Handler {
        private final int max;
        private final List<PlacedEvent> events = new ArrayList<>();

        Collector(int max) {
            this.max = max;
        }

        @Override
        public boolean event(Place place, LogEvent event) {
            events.add(new PlacedEvent(place, event));
            return events.size() < max;
        }

        @Override
        public boolean notAnEvent(FailedLine.Input line) {
            throw new UsageException(
                    "%s: %s; %s. Nothing was run."
                            .formatted(line.place(), line.detail(), line.advice()));
        }
    }
}
