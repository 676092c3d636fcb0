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
        super(message(module, failure), null);
        this.reason = failure.reason();
    }

    public FailureReason reason() {
        return reason;
    }

    private static String message(ModuleReference module, FilterFailure failure) {
        return ("Module %s (sha256 %s), function %s, could not finish an %s: %s (%s). What to do:"
                        + " %s. To keep the job running over such events, choose another"
                        + " FailureHandling than FAIL: SIDE_OUTPUT, PASS_THROUGH or DROP.")
                .formatted(
                        module.displayUri(),
                        failure.moduleSha256(),
                        Quoted.of(failure.functionName()),
                        failure.event(),
                        failure.reason(),
                        failure.detail(),
                        failure.reason().advice());
    }
}
