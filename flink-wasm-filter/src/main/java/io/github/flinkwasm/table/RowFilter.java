package io.github.flinkwasm.table;

import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailedException;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.conversion.MisfitException;
import io.github.flinkwasm.internal.execution.FailureLog;
import io.github.flinkwasm.internal.execution.FilterExecutor;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import io.github.flinkwasm.internal.execution.GuestLog;
import io.github.flinkwasm.internal.metrics.FilterMetrics;
import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.functions.FunctionContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filter of one call in a plan, pinned, with the types of that call. Made by the planner and
 * serialized into the job; {@link #open}, {@link #filter} for every row and {@link #close} belong
 * to a task's thread.
 */
final class RowFilter implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(RowFilter.class);

    private final SqlFilter filter;
    private final Call call;
    private final RecordType inputType;
    private final RecordType outputType;

    private final AnswerRows rows;

    private transient @Nullable FilterExecutor executor;
    private transient FilterMetrics metrics;
    private transient FailureLog failureLog;
    private transient RecordColumn input;
    private transient RecordColumn output;

    /**
     * What became of a row that was not dropped.
     *
     * @param value of the output type, in Flink's internal form; null for a null record, and for
     *     one that failed
     */
    record Answer(
            @Nullable Object value, @Nullable FilterFailure failure, @Nullable Object original) {
        static final Answer NULL = new Answer(null, null, null);
    }

    RowFilter(SqlFilter filter, Call call, RecordType inputType, RecordType outputType) {
        this.filter = filter;
        this.call = call;
        this.inputType = inputType;
        this.outputType = outputType;
        this.rows = new AnswerRows(outputType.type(), filter.hasErrorColumns());
    }

    SqlFilter filter() {
        return filter;
    }

    void open(FunctionContext context) throws InterruptedException {
        WasmFilter wasm = filter.filter();
        String guest = wasm.functionName() + " in " + ModuleReference.of(wasm.module().uri());
        failureLog =
                new FailureLog(LOG::warn, System::nanoTime, "The option on-failure=error-column");
        input = inputType.column();
        output = outputType.column();
        FilterExecutor opened = FilterExecutor.open(wasm, new GuestLog(guest));
        executor = opened;
        metrics = FilterMetrics.register(context.getMetricGroup(), filter.shortName());
        metrics.show(opened.runningModule(1));
        LOG.info("Running {} as {}, sha256 {}.", guest, filter.name(), opened.moduleSha256());
    }

    void close() {
        if (executor != null) {
            executor.close();
            executor = null;
        }
    }

    /**
     * Filters one row.
     *
     * @param arguments of the call
     * @return null if the row was dropped
     * @throws InterruptedException if the task was cancelled meanwhile
     * @throws FilterFailedException if the event failed and the filter says that the job shall fail
     */
    @Nullable Answer filter(@Nullable Object... arguments) throws InterruptedException {
        Object record = arguments[call.record()];
        if (record == null) {
            // No event: the guest has nothing to decide about, and what it does not drop stays.
            return Answer.NULL;
        }
        LogEvent event = event(arguments, input.toRecord(record));
        FilterExecutor running = Objects.requireNonNull(executor, "open() was not called");
        long start = metrics.startCall();
        FilterOutcome outcome = running.execute(event);
        metrics.endCall(start);
        if (outcome instanceof FilterOutcome.Emitted emitted) {
            return emit(record, event, emitted.event().record());
        } else if (outcome instanceof FilterOutcome.Failed failed) {
            return fail(record, event, failed.failure());
        }
        metrics.countDropped();
        return null;
    }

    private LogEvent event(@Nullable Object[] arguments, byte[] record) {
        StringData tag = call.tag() == Call.NONE ? null : (StringData) arguments[call.tag()];
        String tagText = tag == null ? filter.tag() : tag.toString();
        TimestampData time =
                call.time() == Call.NONE ? null : (TimestampData) arguments[call.time()];
        if (time == null) {
            return LogEvent.of(tagText, 0, 0, record);
        }
        long millis = time.getMillisecond();
        int nano = Math.floorMod(millis, 1000) * 1_000_000 + time.getNanoOfMillisecond();
        return LogEvent.of(tagText, Math.floorDiv(millis, 1000L), nano, record);
    }

    private @Nullable Answer emit(Object original, LogEvent event, byte[] record) {
        Object value;
        try {
            value = output.fromRecord(record);
        } catch (MisfitException | MalformedRecordException unfit) {
            return fail(original, event, invalidRecord(event, unfit));
        }
        metrics.countEmitted();
        return new Answer(value, null, null);
    }

    private @Nullable Answer fail(Object original, LogEvent event, FilterFailure failure) {
        metrics.countFailed(failure.reason());
        return switch (filter.filter().failureHandling()) {
            case FAIL -> throw failed(failure);
            case SIDE_OUTPUT -> new Answer(null, failure, original);
            case PASS_THROUGH -> {
                Object unfiltered = asOutput(original, event, failure);
                failureLog.warn(failure, "was passed through unfiltered");
                yield new Answer(unfiltered, null, null);
            }
            case DROP -> {
                failureLog.warn(failure, "was dropped");
                yield null;
            }
        };
    }

    /** What goes on unfiltered, where the record's type is not that of the output. */
    private Object asOutput(Object original, LogEvent event, FilterFailure failure) {
        if (inputType.isSameAs(outputType)) {
            return original;
        }
        try {
            return output.fromRecord(event.record());
        } catch (MisfitException | MalformedRecordException unfit) {
            FilterFailedException failed = failed(failure);
            failed.addSuppressed(unfit);
            throw failed;
        }
    }

    private FilterFailedException failed(FilterFailure failure) {
        return new FilterFailedException(
                filter.filter().module(),
                failure,
                "give the function %s the option on-failure: %s"
                        .formatted(
                                filter.name(),
                                filter.kind() == FunctionKind.TABLE
                                        ? "error-column, pass-through or drop"
                                        : "pass-through or drop"));
    }

    private FilterFailure invalidRecord(LogEvent event, Exception unfit) {
        return new FilterFailure(
                event,
                filter.filter().module().sha256().orElseThrow(),
                filter.filter().functionName(),
                FailureReason.INVALID_RECORD,
                "In the record that the filter emitted, %s. Let the filter return what the type allows, or"
                                .formatted(unfit.getMessage())
                        + " declare another one with the option output.");
    }

    /** A table function's row of an answer, with the columns of {@link CallTypes#row}. */
    RowData row(Answer answer) {
        return rows.row(answer);
    }
}
