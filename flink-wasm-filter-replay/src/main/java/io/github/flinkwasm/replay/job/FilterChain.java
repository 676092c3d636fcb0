package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import io.github.flinkwasm.replay.report.FilterStatistics;
import io.github.flinkwasm.replay.report.ReplayStatistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a replay, one after the other: an event goes through every one that is for its
 * tag, until one drops it. One that cannot be finished goes on only where the filter says that it
 * shall pass. Used by one thread.
 */
final class FilterChain implements AutoCloseable {
    private static final int MAX_TAGS_REMEMBERED = 4096;

    /** Every so many calls of a filter one is timed. */
    private static final int CALLS_PER_TIMING = 64;

    private final List<FilterRoute> routes;
    private final EventFunction[] functions;
    private final EventFormat format;
    private final int firstStatistics;
    private final MsgpackJson transcoder = new MsgpackJson();
    private final Map<String, int[]> matching =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, int[]> eldest) {
                    return size() > MAX_TAGS_REMEMBERED;
                }
            };
    private @Nullable String lastTag;
    private int[] lastMatching = {};
    private FilterStatistics[] statistics = {};
    private int callsUntilTiming;
    private int lastFilter;
    private @Nullable LogEvent passed;

    private FilterChain(
            List<FilterRoute> routes,
            EventFunction[] functions,
            EventFormat format,
            int firstStatistics) {
        this.routes = routes;
        this.functions = functions;
        this.format = format;
        this.firstStatistics = firstStatistics;
    }

    /**
     * Starts all filters.
     *
     * @param format of the records of events that come and go; filters of another one get theirs
     * @param firstStatistics where the statistics of the first filter stand
     */
    static FilterChain start(
            List<FilterRoute> routes,
            EventFunction.Starter starter,
            EventFormat format,
            int firstStatistics)
            throws InterruptedException {
        List<EventFunction> started = new ArrayList<>();
        boolean complete = false;
        try {
            for (FilterRoute route : routes) {
                started.add(starter.start(route));
            }
            complete = true;
            return new FilterChain(
                    routes, started.toArray(EventFunction[]::new), format, firstStatistics);
        } finally {
            if (!complete) {
                started.forEach(EventFunction::close);
            }
        }
    }

    /** Where to count from now on. */
    void countInto(ReplayStatistics target) {
        statistics = new FilterStatistics[functions.length];
        for (int i = 0; i < functions.length; i++) {
            statistics[i] = target.filter(firstStatistics + i);
        }
    }

    /**
     * What becomes of an event. After a failure {@link #passed} is what goes on nevertheless.
     *
     * @throws InterruptedException if the task was cancelled meanwhile
     */
    FilterOutcome apply(LogEvent event) throws InterruptedException {
        passed = null;
        int[] filters = filtersFor(event.tag());
        if (filters.length == 1 && routes.get(filters[0]).filter().eventFormat() == format) {
            FilterOutcome outcome = call(filters[0], event);
            if (outcome instanceof FilterOutcome.Failed && passesFailures(filters[0])) {
                passed = event;
            }
            return outcome;
        }
        return applyAll(filters, event);
    }

    private FilterOutcome applyAll(int[] filters, LogEvent event) throws InterruptedException {
        LogEvent current = event;
        EventFormat currentFormat = format;
        FilterOutcome.Failed failed = null;
        int failedFilter = 0;
        for (int filter : filters) {
            EventFormat wanted = routes.get(filter).filter().eventFormat();
            FilterOutcome outcome;
            if (wanted == currentFormat) {
                outcome = call(filter, current);
            } else {
                try {
                    current = transcoded(current, wanted);
                    currentFormat = wanted;
                    outcome = call(filter, current);
                } catch (MalformedRecordException e) {
                    outcome = malformed(filter, current, e);
                }
            }
            if (outcome instanceof FilterOutcome.Emitted emitted) {
                current = emitted.event();
            } else if (outcome instanceof FilterOutcome.Failed failure) {
                if (failed == null) {
                    failed = failure;
                    failedFilter = filter;
                }
                if (!passesFailures(filter)) {
                    lastFilter = failedFilter;
                    return failed;
                }
            } else {
                if (failed != null) {
                    lastFilter = failedFilter;
                    return failed;
                }
                return outcome;
            }
        }
        if (currentFormat != format) {
            try {
                current = transcoded(current, format);
            } catch (MalformedRecordException e) {
                return malformed(lastFilter, current, e);
            }
        }
        if (failed != null) {
            passed = current;
            lastFilter = failedFilter;
            return failed;
        }
        return new FilterOutcome.Emitted(current);
    }

    private FilterOutcome call(int filter, LogEvent event) throws InterruptedException {
        lastFilter = filter;
        FilterOutcome outcome;
        if (--callsUntilTiming < 0) {
            callsUntilTiming = CALLS_PER_TIMING;
            long start = System.nanoTime();
            outcome = functions[filter].apply(event);
            statistics[filter].latency(System.nanoTime() - start);
        } else {
            outcome = functions[filter].apply(event);
        }
        count(statistics[filter], outcome);
        return outcome;
    }

    private static void count(FilterStatistics statistics, FilterOutcome outcome) {
        if (outcome instanceof FilterOutcome.Emitted) {
            statistics.emitted();
        } else if (outcome instanceof FilterOutcome.Dropped) {
            statistics.dropped();
        } else {
            statistics.failed();
        }
    }

    private FilterOutcome malformed(int filter, LogEvent event, MalformedRecordException problem) {
        lastFilter = filter;
        statistics[filter].failed();
        return new FilterOutcome.Failed(
                new FilterFailure(
                        event,
                        routes.get(filter).filter().module().sha256().orElse(""),
                        routes.get(filter).filter().functionName(),
                        FailureReason.INVALID_RECORD,
                        "the record cannot be written in the other format: "
                                + problem.getMessage()));
    }

    private LogEvent transcoded(LogEvent event, EventFormat wanted)
            throws MalformedRecordException {
        return event.withRecord(
                wanted == EventFormat.JSON
                        ? transcoder.toJson(event.record())
                        : transcoder.toMsgpack(event.record()));
    }

    private boolean passesFailures(int filter) {
        return routes.get(filter).filter().failureHandling() == FailureHandling.PASS_THROUGH;
    }

    private int[] filtersFor(String tag) {
        if (!tag.equals(lastTag)) {
            lastMatching = matching.computeIfAbsent(tag, this::match);
            lastTag = tag;
        }
        return lastMatching;
    }

    private int[] match(String tag) {
        int[] filters = new int[functions.length];
        int count = 0;
        for (int i = 0; i < filters.length; i++) {
            if (routes.get(i).match().matches(tag)) {
                filters[count++] = i;
            }
        }
        return java.util.Arrays.copyOf(filters, count);
    }

    /** Which filter dropped the last event or failed on it. */
    FilterRoute lastFilter() {
        return routes.get(lastFilter);
    }

    /** Where that filter's statistics stand. */
    int lastFilterIndex() {
        return firstStatistics + lastFilter;
    }

    /** What goes on although a filter failed on the last event; null if nothing does. */
    @Nullable LogEvent passed() {
        return passed;
    }

    @Override
    public void close() {
        for (EventFunction function : functions) {
            function.close();
        }
    }
}
