package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.WasmFilterException;
import io.github.flinkwasm.replay.output.Journal;
import io.github.flinkwasm.replay.output.UnitResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
        try {
            candidate = start(job.candidate(), 0);
            if (job.compares()) {
                baseline = start(job.baseline(), job.candidate().size());
            }
        } catch (WasmFilterException refused) {
            throw JobFailure.ofTask(refused);
        } catch (OutOfMemoryError tooLarge) {
            throw JobFailure.ofTask(tooLarge, isOnCluster());
        }
    }

    private boolean isOnCluster() {
        return LiveCounts.of(job.output()) == null;
    }

    private FilterChain start(List<FilterRoute> routes, int firstStatistics)
            throws InterruptedException {
        return FilterChain.start(routes, job.starter(), job.recordFormat(), firstStatistics);
    }

    @Override
    public Integer map(Tuple5<Integer, String, String, Long, Long> tuple)
            throws InterruptedException {
        FilterChain chain = candidate;
        if (chain == null) {
            throw new IllegalStateException("open() was not called");
        }
        try {
            replay(Unit.of(tuple), chain);
        } catch (ReplayFailedException stopped) {
            throw JobFailure.ofTask(stopped);
        } catch (OutOfMemoryError tooLarge) {
            // What needed so much is gone with the unit that it was for.
            throw JobFailure.ofTask(tooLarge, isOnCluster());
        }
        return tuple.f0;
    }

    private void replay(Unit unit, FilterChain chain) throws InterruptedException {
        Optional<UnitResult> recorded = recorded(unit);
        if (recorded.isPresent()) {
            // Flink has begun the job again, after the loss of a TaskManager for instance.
            counts.addFinished(recorded.get());
            return;
        }
        LiveCounts watched = LiveCounts.of(job.output());
        UnitCounts counted = watched == null ? counts : watched;
        UnitResult result = new UnitRun(job, chain, baseline, counted, unit).run();
        record(result);
        counted.fileDone();
    }

    private Optional<UnitResult> recorded(Unit unit) {
        try {
            return job.recorded(unit.number());
        } catch (IOException e) {
            throw new ReplayFailedException(
                    ReplayFailedException.Kind.OUTPUT_FAILED,
                    "The journal cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private void record(UnitResult result) {
        try {
            job.requireHeld();
            new Journal(job.output()).add(result, job.run());
        } catch (IOException e) {
            throw new ReplayFailedException(
                    ReplayFailedException.Kind.OUTPUT_FAILED,
                    "The journal cannot be written: " + e.getMessage(),
                    e);
        }
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
