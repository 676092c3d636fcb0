package io.github.flinkwasm;

import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * One event that the guest could not finish, with all that is needed to look into it or to send it
 * through again. It shares no array with the event it was made of.
 *
 * @param event the event as it came, before the guest saw it
 * @param moduleSha256 digest of the module that ran, 64 lower-case hexadecimal digits
 * @param functionName the exported function that was called
 * @param reason the kind of failure
 * @param detail what happened, for people; its wording may change. It may quote a few bytes of what
 *     the guest returned
 */
@PublicEvolving
@TypeInfo(FilterFailureTypeInformation.Factory.class)
public record FilterFailure(
        LogEvent event,
        String moduleSha256,
        String functionName,
        FailureReason reason,
        String detail) {

    public FilterFailure {
        Objects.requireNonNull(moduleSha256, "moduleSha256");
        Objects.requireNonNull(functionName, "functionName");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
        event = event.copy();
    }

    /** What failed, where and why, without contents: the detail may quote the guest. */
    @Override
    public String toString() {
        return "%s failed in function %s of the module with sha256 %s: %s"
                .formatted(event, Quoted.of(functionName), moduleSha256, reason);
    }
}
