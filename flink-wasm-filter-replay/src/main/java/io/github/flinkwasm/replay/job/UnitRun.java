package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import io.github.flinkwasm.replay.archive.ArchiveFile;
import io.github.flinkwasm.replay.archive.DamagePolicy;
import io.github.flinkwasm.replay.archive.DamagedArchiveException;
import io.github.flinkwasm.replay.archive.UnsupportedArchiveException;
import io.github.flinkwasm.replay.diff.OutcomeComparison;
import io.github.flinkwasm.replay.output.OutputFile;
import io.github.flinkwasm.replay.output.RecordedUnits;
import io.github.flinkwasm.replay.output.UnitOutput;
import io.github.flinkwasm.replay.output.UnitResult;
import io.github.flinkwasm.replay.report.ReplayStatistics;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way of one unit's events from the input file to the part files. Used once, by one thread. */
final class UnitRun {
    /** So many items are between two looks at the clock and updates of the progress. */
    private static final int ITEMS_BETWEEN_UPDATES = 1024;

    private static final long MILLIS_BETWEEN_THROUGHPUTS = 1_000;

    private final JobDefinition job;
    private final FilterChain candidate;
    private final @Nullable FilterChain baseline;
    private final OutcomeComparison comparison;
    private @Nullable RecordedBaseline recordedBaseline;
    private final UnitCounts live;
    private final ArchiveFile file;
    private final int unit;
    private final ReplayStatistics statistics = new ReplayStatistics();
    private final @Nullable MsgpackJson toOutput;
    private long emitted;
    private long dropped;
    private long failed;
    private long unreadable;
    private long bytesIn;
    private long bytesOut;

    private long reportedBytes;
    private long reportedEvents;
    private long reportedFailed;
    private long reportedUnreadable;
    private long throughputMillis = System.currentTimeMillis();
    private long throughputEvents;
    private long throughputBytes;

    UnitRun(
            JobDefinition job,
            FilterChain candidate,
            @Nullable FilterChain baseline,
            UnitCounts live,
            Unit unit) {
        this.job = job;
        this.candidate = candidate;
        this.baseline = baseline;
        this.comparison = new OutcomeComparison(job.recordFormat(), job.recordFormat());
        this.live = live;
        this.file = unit.file();
        this.unit = unit.number();
        this.toOutput =
                job.outputOptions().format().recordFormat() == job.recordFormat()
                        ? null
                        : new MsgpackJson();
        candidate.countInto(statistics);
        if (baseline != null) {
            baseline.countInto(statistics);
        }
    }

    /**
     * Replays the unit. Its files have their names when this returns, and nothing else is left to
     * do but to record it.
     *
     * @throws ReplayFailedException if the replay cannot go on
     * @throws InterruptedException if the task was cancelled
     */
    UnitResult run() throws InterruptedException {
        try (RecordedBaseline then = recordedBaseline();
                UnitReader reader = open();
                UnitOutput output = output()) {
            recordedBaseline = then;
            while (advance(reader)) {
                item(reader, output);
                if ((emitted + dropped + failed + unreadable) % ITEMS_BETWEEN_UPDATES == 0) {
                    update(reader.compressedPosition());
                }
            }
            String damage =
                    reader.damage()
                            .map(
                                    found -> {
                                        statistics.damaged(
                                                found.reason(),
                                                file.uri(),
                                                found.compressedPosition());
                                        return found.message();
                                    })
                            .orElse("");
            return finish(reader.kind(), reader.items(), damage, output);
        } catch (UnsupportedArchiveException e) {
            return unsupported(e);
        } catch (IOException e) {
            throw new ReplayFailedException(
                    ReplayFailedException.Kind.OUTPUT_FAILED,
                    "The output of %s cannot be written: %s".formatted(file.uri(), e.getMessage()),
                    e);
        }
    }

    private @Nullable RecordedBaseline recordedBaseline() {
        RecordedUnits units = job.baselineUnits();
        return units == null
                ? null
                : RecordedBaseline.open(units, unit, file.uri(), job.recordFormat());
    }

    private UnitOutput output() throws IOException {
        return new UnitOutput(job.output(), job.outputOptions(), unit, file.uri());
    }

    private UnitReader open() throws UnsupportedArchiveException {
        try {
            return UnitReader.open(file, job.archive(), job.isRetry());
        } catch (UnsupportedArchiveException e) {
            throw e;
        } catch (IOException e) {
            throw unreadableInput(e);
        }
    }

    private boolean advance(UnitReader reader) {
        try {
            return reader.advance();
        } catch (DamagedArchiveException e) {
            throw new ReplayFailedException(
                    ReplayFailedException.Kind.INPUT_DAMAGED, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw unreadableInput(e);
        }
    }

    private ReplayFailedException unreadableInput(IOException problem) {
        return new ReplayFailedException(
                ReplayFailedException.Kind.INPUT_UNREADABLE,
                "Input %s cannot be read: %s".formatted(file.uri(), problem.getMessage()),
                problem);
    }

    /** A file of an unknown kind is damaged from its first byte on. */
    private UnitResult unsupported(UnsupportedArchiveException problem) {
        String reason = String.valueOf(problem.getMessage());
        if (job.archive().damagePolicy() == DamagePolicy.FAIL) {
            throw new ReplayFailedException(
                    ReplayFailedException.Kind.INPUT_UNREADABLE, reason, problem);
        }
        statistics.damaged(reason, file.uri(), 0);
        try (RecordedBaseline then = recordedBaseline();
                UnitOutput nothing = output()) {
            recordedBaseline = then;
            return finish("unknown", 0, reason, nothing);
        } catch (IOException e) {
            throw new ReplayFailedException(
                    ReplayFailedException.Kind.OUTPUT_FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    private void item(UnitReader reader, UnitOutput output)
            throws IOException, InterruptedException {
        if (reader.isUnreadable()) {
            byte[] content = reader.unreadableBytes();
            unreadable++;
            statistics.unreadable(reader.reason(), content, reader.file(), reader.item());
            output.unreadable(reader.file(), reader.item(), reader.reason(), content);
            if (recordedBaseline != null) {
                recordedBaseline.unreadable();
            }
            return;
        }
        LogEvent event = reader.event();
        bytesIn += event.record().length;
        FilterOutcome outcome = candidate.apply(event);
        LogEvent passed = candidate.passed();
        LogEvent written = null;
        if (outcome instanceof FilterOutcome.Emitted out) {
            try {
                written = inOutputFormat(out.event());
            } catch (MalformedRecordException e) {
                outcome = unwritable(out.event(), e, candidate);
            }
        }
        compare(event, outcome, reader);
        if (written != null) {
            emitted++;
            statistics.emitted(event.tag(), event.epochSecond());
            bytesOut += written.record().length;
            output.emitted(written);
        } else if (outcome instanceof FilterOutcome.Failed failure) {
            fail(event, failure.failure(), passed, reader, output);
        } else {
            dropped++;
            statistics.dropped(event.tag(), event.epochSecond());
            output.dropped(
                    event,
                    job.recordFormat(),
                    reader.file(),
                    reader.item(),
                    candidate.lastFilter().name());
        }
    }

    private void compare(LogEvent event, FilterOutcome outcome, UnitReader reader)
            throws InterruptedException {
        FilterChain other = baseline;
        RecordedBaseline then = recordedBaseline;
        if (other != null) {
            statistics.compared(
                    comparison.compare(baselineOutcome(other, event), outcome),
                    event,
                    reader.file(),
                    reader.item());
        } else if (then != null) {
            statistics.compared(then.compare(event, outcome), event, reader.file(), reader.item());
        }
    }

    /** What a replay by the baseline would come to. */
    private FilterOutcome baselineOutcome(FilterChain other, LogEvent event)
            throws InterruptedException {
        FilterOutcome outcome = other.apply(event);
        if (toOutput != null && outcome instanceof FilterOutcome.Emitted out) {
            try {
                inOutputFormat(out.event());
            } catch (MalformedRecordException e) {
                return unwritable(out.event(), e, other);
            }
        }
        return outcome;
    }

    private void fail(
            LogEvent original,
            FilterFailure failure,
            @Nullable LogEvent passed,
            UnitReader reader,
            UnitOutput output)
            throws IOException {
        FilterRoute route = candidate.lastFilter();
        FailureHandling handling = route.filter().failureHandling();
        failed++;
        statistics.failed(candidate.lastFilterIndex(), failure, reader.file(), reader.item());
        switch (handling) {
            case FAIL ->
                    throw new ReplayFailedException(
                            ReplayFailedException.Kind.EVENT_FAILED,
                            "Filter %s failed on item %d of %s: %s, %s. Let failed events be set aside to go on."
                                    .formatted(
                                            route.name(),
                                            reader.item(),
                                            reader.file(),
                                            failure.reason(),
                                            failure.detail()));
            case SIDE_OUTPUT -> setAside(original, failure, route, reader, output);
            case PASS_THROUGH -> {
                if (!pass(passed, failure.reason(), output)) {
                    setAside(original, failure, route, reader, output);
                }
            }
            case DROP -> output.failed(failure.reason());
        }
    }

    private void setAside(
            LogEvent original,
            FilterFailure failure,
            FilterRoute route,
            UnitReader reader,
            UnitOutput output)
            throws IOException {
        output.failed(
                original, job.recordFormat(), reader.file(), reader.item(), route.name(), failure);
    }

    /** Whether the event could go on: a record that the output's format has no form for cannot. */
    private boolean pass(@Nullable LogEvent passed, FailureReason reason, UnitOutput output)
            throws IOException {
        if (passed == null) {
            return false;
        }
        LogEvent written;
        try {
            written = inOutputFormat(passed);
        } catch (MalformedRecordException e) {
            return false;
        }
        bytesOut += written.record().length;
        output.failedButWritten(written, reason);
        return true;
    }

    private LogEvent inOutputFormat(LogEvent event) throws MalformedRecordException {
        MsgpackJson transcoder = toOutput;
        if (transcoder == null) {
            return event;
        }
        byte[] record = event.record();
        return event.withRecord(
                job.recordFormat() == EventFormat.JSON
                        ? transcoder.toMsgpack(record)
                        : transcoder.toJson(record));
    }

    private static FilterOutcome unwritable(
            LogEvent event, MalformedRecordException problem, FilterChain chain) {
        FilterRoute route = chain.lastFilter();
        return new FilterOutcome.Failed(
                new FilterFailure(
                        event,
                        route.filter().module().sha256().orElse(""),
                        route.filter().functionName(),
                        FailureReason.INVALID_RECORD,
                        "the record cannot be written in the output's format: "
                                + problem.getMessage()));
    }

    private UnitResult finish(String kind, long items, String damage, UnitOutput output)
            throws IOException {
        long outcomes = emitted + dropped + failed + unreadable;
        if (outcomes != items) {
            throw new ReplayFailedException(
                    ReplayFailedException.Kind.OTHER,
                    "Input %s has %,d items, but %,d outcomes. This is a defect; please report it."
                            .formatted(file.uri(), items, outcomes));
        }
        if (recordedBaseline != null) {
            recordedBaseline.end();
        }
        List<OutputFile> files = output.finish();
        Optional<UnitResult> recorded = job.recorded(unit);
        if (recorded.isPresent()) {
            // By another attempt, which was thought to be lost: what it wrote counts.
            return recorded.get();
        }
        output.publish();
        update(file.length());
        statistics.fileRead(file.length(), items);
        statistics.recordBytes(bytesIn, bytesOut);
        countThroughput(System.currentTimeMillis(), file.length());
        return new UnitResult(
                unit,
                file.uri(),
                kind,
                file.length(),
                items,
                emitted,
                dropped,
                failed,
                unreadable,
                damage,
                files,
                statistics.toJson());
    }

    private void update(long position) {
        long events = emitted + dropped + failed;
        live.add(
                position - reportedBytes,
                events - reportedEvents,
                failed - reportedFailed,
                unreadable - reportedUnreadable);
        reportedBytes = position;
        reportedEvents = events;
        reportedFailed = failed;
        reportedUnreadable = unreadable;
        long now = System.currentTimeMillis();
        if (now - throughputMillis >= MILLIS_BETWEEN_THROUGHPUTS) {
            countThroughput(now, position);
        }
    }

    private void countThroughput(long now, long position) {
        long events = emitted + dropped + failed;
        statistics.progressed(now, events - throughputEvents, position - throughputBytes);
        throughputMillis = now;
        throughputEvents = events;
        throughputBytes = position;
    }
}
