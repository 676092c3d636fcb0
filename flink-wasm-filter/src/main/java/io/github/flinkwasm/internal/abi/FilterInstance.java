package io.github.flinkwasm.internal.abi;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.internal.runtime.FunctionSignature;
import io.github.flinkwasm.internal.runtime.GuestInstance;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.ModuleDescription;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One filter in one running instance, called by the Fluent Bit ABI. Not thread-safe.
 *
 * <p>After {@link CallOutcome#FAILED} or {@link CallOutcome#CANCELLED} the guest may be in any
 * state; whoever holds the instance restores or replaces it before the next call.
 */
public final class FilterInstance implements AutoCloseable {
    private static final FunctionSignature ASYNCIFY_STATE = FunctionSignature.of(":i");
    private static final long[] NO_ARGUMENTS = new long[0];

    private final GuestInstance guest;
    private final Export function;
    private final @Nullable Export asyncifyState;
    private final boolean nulAfterRecord;
    private final long timeoutNanos;
    private final Arguments arguments;
    private final ResultReader results;

    /** Reused for every call; the compiled code only reads it. */
    private final long[] slots = new long[6];

    private @Nullable FailureReason failureReason;
    private String failureDetail = "";

    /**
     * @param guest owned by this instance from now on
     * @param timeout how long one call may run, its allocations included
     */
    public FilterInstance(
            GuestInstance guest,
            FilterFunction function,
            EventFormat format,
            ResultLimits limits,
            Duration timeout) {
        ModuleDescription module = guest.compiledModule().description();
        this.guest = guest;
        this.function = function.export();
        this.asyncifyState =
                module.exportsFunction("asyncify_get_state", ASYNCIFY_STATE)
                        ? module.exportedFunction("asyncify_get_state").orElseThrow()
                        : null;
        this.nulAfterRecord = format == EventFormat.JSON;
        this.timeoutNanos = saturatedNanos(timeout);
        this.arguments =
                switch (ArgumentPlacement.of(module)) {
                    case HOST_WINDOW -> new WindowArguments(guest);
                    case MANAGED_OBJECTS -> new ManagedArguments(guest, module);
                };
        this.results = new ResultReader(function.abiVersion(), format, limits);
    }

    /** A timeout of centuries means "none" and must not overflow. */
    private static long saturatedNanos(Duration timeout) {
        Duration longest = Duration.ofDays(36_500);
        return (timeout.compareTo(longest) > 0 ? longest : timeout).toNanos();
    }

    /**
     * Calls the filter with one event.
     *
     * @param tag UTF-8, not kept
     * @param epochSecond handed over as its low 32 bits, as Fluent Bit does
     * @param record in the filter's event format, not kept
     */
    public CallOutcome call(byte[] tag, long epochSecond, int nano, byte[] record) {
        guest.startClock(timeoutNanos);
        try {
            arguments.place(tag, record, nulAfterRecord);
            slots[0] = arguments.tagAddress();
            slots[1] = tag.length;
            slots[2] = (int) epochSecond;
            slots[3] = nano;
            slots[4] = arguments.recordAddress();
            slots[5] = record.length;
            long result = guest.call(function, slots);
            if (asyncifyState != null && guest.call(asyncifyState, NO_ARGUMENTS) != 0) {
                return fail(
                        FailureReason.TRAP,
                        "the filter blocked (a sleep, a channel or a goroutine), but it must return"
                                + " at once");
            }
            CallOutcome outcome = results.read(result, guest.memory());
            if (outcome == CallOutcome.FAILED) {
                return fail(results.reason(), results.detail());
            }
            arguments.release();
            return outcome;
        } catch (GuestTrap trap) {
            return switch (trap.kind()) {
                case CANCELLED -> CallOutcome.CANCELLED;
                case TRAP -> fail(FailureReason.TRAP, messageOf(trap));
                case STACK_EXHAUSTED -> fail(FailureReason.STACK_EXHAUSTED, messageOf(trap));
                case EXITED -> fail(FailureReason.EXITED, messageOf(trap));
                case TIMEOUT -> fail(FailureReason.TIMEOUT, messageOf(trap));
            };
        } catch (Arguments.TooLargeException tooLarge) {
            return fail(FailureReason.INPUT_TOO_LARGE, String.valueOf(tooLarge.getMessage()));
        } finally {
            guest.stopClock();
        }
    }

    private static String messageOf(GuestTrap trap) {
        return String.valueOf(trap.getMessage());
    }

    private CallOutcome fail(FailureReason reason, String detail) {
        failureReason = reason;
        failureDetail = detail;
        return CallOutcome.FAILED;
    }

    /**
     * The record of the last call, if it was {@link CallOutcome#EMITTED}; belongs to the caller.
     */
    public byte[] emittedRecord() {
        return results.record();
    }

    /** Why the last call failed, if it was {@link CallOutcome#FAILED}. */
    public FailureReason failureReason() {
        if (failureReason == null) {
            throw new IllegalStateException("No call has failed");
        }
        return failureReason;
    }

    /** What the last failed call did, in one sentence; guest-supplied text in it is cut short. */
    public String failureDetail() {
        return failureDetail;
    }

    /** Whether the guest was refused memory during the last call. */
    public boolean wasDeniedMemory() {
        return guest.wasDeniedMemory();
    }

    /** The instance behind the filter, for snapshots and measurements. */
    public GuestInstance guest() {
        return guest;
    }

    @Override
    public void close() {
        guest.close();
    }
}
