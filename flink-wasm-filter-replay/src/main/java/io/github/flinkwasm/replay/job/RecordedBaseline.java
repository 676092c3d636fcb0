package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import io.github.flinkwasm.replay.diff.OutcomeComparison;
import io.github.flinkwasm.replay.diff.OutcomeDiff;
import io.github.flinkwasm.replay.output.OneLine;
import io.github.flinkwasm.replay.output.RecordedUnit;
import io.github.flinkwasm.replay.output.RecordedUnits;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The recorded outcomes of one unit in a baseline's place. The candidate's records are compared as
 * they would have been recorded: in the same format, without line breaks. See docs/rationale.md,
 * "Why does a replay write down every outcome?" Used by one thread.
 */
final class RecordedBaseline implements Closeable {
    private final RecordedUnit unit;
    private final EventFormat recordedFormat;
    private final @Nullable MsgpackJson toRecorded;
    private final OutcomeComparison comparison;

    private RecordedBaseline(
            RecordedUnit unit, EventFormat recordedFormat, EventFormat recordFormat) {
        this.unit = unit;
        this.recordedFormat = recordedFormat;
        this.toRecorded = recordedFormat == recordFormat ? null : new MsgpackJson();
        this.comparison = new OutcomeComparison(recordedFormat, recordedFormat);
    }

    /**
     * Opens what was recorded of a unit.
     *
     * @param number of the unit in this replay
     * @param recordFormat of the candidate's records
     * @throws ReplayFailedException if that cannot be read, or is not what was written
     */
    static RecordedBaseline open(
            RecordedUnits units, int number, String input, EventFormat recordFormat) {
        try {
            return new RecordedBaseline(
                    units.open(number, input), units.format().recordFormat(), recordFormat);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** What the candidate's outcome of the next item changes. */
    OutcomeDiff compare(LogEvent event, FilterOutcome candidate) {
        FilterOutcome recorded;
        try {
            recorded = unit.next(event);
        } catch (IOException e) {
            throw unreadable(e);
        }
        return comparison.compare(recorded, asRecorded(candidate));
    }

    private FilterOutcome asRecorded(FilterOutcome candidate) {
        if (!(candidate instanceof FilterOutcome.Emitted emitted)) {
            return candidate;
        }
        LogEvent event = emitted.event();
        if (toRecorded != null) {
            try {
                byte[] record =
                        recordedFormat == EventFormat.JSON
                                ? toRecorded.toJson(event.record())
                                : toRecorded.toMsgpack(event.record());
                return new FilterOutcome.Emitted(event.withRecord(record));
            } catch (MalformedRecordException e) {
                return new FilterOutcome.Failed(
                        new FilterFailure(
                                event,
                                "",
                                "",
                                FailureReason.INVALID_RECORD,
                                "the record cannot be written in the format of the recorded ones: "
                                        + e.getMessage()));
            }
        }
        return recordedFormat == EventFormat.JSON
                ? new FilterOutcome.Emitted(event.withRecord(OneLine.of(event.record())))
                : candidate;
    }

    /** Goes past an item that is no event. */
    void unreadable() {
        try {
            unit.nextUnreadable();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Checks that nothing more was recorded of the unit. */
    void end() {
        try {
            unit.end();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static ReplayFailedException unreadable(IOException problem) {
        return new ReplayFailedException(
                ReplayFailedException.Kind.INPUT_UNREADABLE,
                String.valueOf(problem.getMessage()),
                problem);
    }

    @Override
    public void close() throws IOException {
        unit.close();
    }
}
