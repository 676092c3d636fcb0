package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.replay.output.Journal;
import io.github.flinkwasm.replay.output.UnitResult;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.java.tuple.Tuple5;
import org.jspecify.annotations.Nullable;

/** Replays one unit after another, and gives their numbers on when they are in the journal. */
final class UnitFunction
        extends RichMapFunction<Tuple5<Integer, String, String, Long, Long>, Integer> {
    private static final long serialVersionUID = 1L;

    private final JobDefinition job;

    private transient @Nullable FilterChain candidate;
    private transient @Nullable FilterChain baseline;
    private transient TaskCounts counts;

    UnitFunction(JobDefinition job) {
        this.job = job;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        counts = TaskCounts.register(getRuntimeContext());
        candidate = start(job.candidate(), 0);
        if (job.compares()) {
            baseline = start(job.baseline(), job.candidate().size());
        }
    }

    private FilterChain start(List<FilterRoute> routes, int firstStatistics)
            throws InterruptedException {
        return FilterChain.start(routes, job.starter(), job.recordFormat(), firstStatistics);
    }

    @Override
    public Integer map(Tuple5<Integer, String, String, Long, Long> tuple)
            throws IOException, InterruptedException {
        FilterChain chain = candidate;
        if (chain == null) {
            throw new IllegalStateException("open() was not called");
        }
        Unit unit = Unit.of(tuple);
        Journal journal = new Journal(job.output());
        // Flink has begun the job again, after the loss of a TaskManager for instance.
        if (journal.contains(unit.number())) {
            return unit.number();
        }
        LiveCounts watched = LiveCounts.of(job.output());
        LiveCounts live = watched == null ? LiveCounts.unwatched() : watched;
        UnitResult result = new UnitRun(job, chain, baseline, live, unit).run();
        try {
            journal.add(result);
        } catch (IOException e) {
            throw new ReplayFailedException(
                    ReplayFailedException.Kind.OUTPUT_FAILED,
                    "The journal cannot be written: " + e.getMessage(),
                    e);
        }
        live.fileDone();
        counts.add(result);
        return unit.number();
    }

    @Override
    public void close() {
        if (candidate != null) {
            candidate.close();
            candidate = null;
        }
        if (baseline != null) {
            baseline.close();
            baseline = null;
        }
    }
}
