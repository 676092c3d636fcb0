package io.github.flinkwasm;

import org.apache.flink.annotation.PublicEvolving;

/**
 * An event failed under {@link FailureHandling#FAIL}, which ends the job's current attempt. The
 * message names module, function, event, reason and what to do; of the record it gives the size.
 */
@PublicEvolving
public final class FilterFailedException extends WasmFilterException {

    private static final long serialVersionUID = 1L;

    private final FailureReason reason;

    public FilterFailedException(ModuleReference module, FilterFailure failure) {
        this(
                module,
                failure,
                "choose another FailureHandling than FAIL: SIDE_OUTPUT, PASS_THROUGH or DROP");
    }

    /**
     * An exception that names another way out.
     *
     * @param otherwise what to do so that such an event does not end the job: the end of a
     *     sentence, without a full stop
     */
    public FilterFailedException(ModuleReference module, FilterFailure failure, String otherwise) {
        super(message(module, failure, otherwise), null);
        this.reason = failure.reason();
    }

    public FailureReason reason() {
        return reason;
    }

    private static String message(ModuleReference module, FilterFailure failure, String otherwise) {
        return ("Module %s (sha256 %s), function %s, could not finish an %s: %s (%s). What to do:"
                        + " %s. To keep the job running over such events, %s.")
                .formatted(
                        module.displayUri(),
                        failure.moduleSha256(),
                        Quoted.of(failure.functionName()),
                        failure.event(),
                        failure.reason(),
                        failure.detail(),
                        failure.reason().advice(),
                        otherwise);
    }
}
