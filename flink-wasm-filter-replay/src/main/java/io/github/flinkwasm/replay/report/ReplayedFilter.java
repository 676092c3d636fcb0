package io.github.flinkwasm.replay.report;

import org.apache.flink.annotation.Experimental;

/**
 * One filter of a replay, as the report names it.
 *
 * @param role on which side of a comparison it ran
 * @param module where the module came from
 * @param moduleSha256 digest of the module, 64 hexadecimal digits
 * @param functionName the exported function
 * @param eventFormat {@code JSON} or {@code MSGPACK}
 * @param match which tags it was sent, such as {@code match *}
 */
@Experimental
public record ReplayedFilter(
        Role role,
        String module,
        String moduleSha256,
        String functionName,
        String eventFormat,
        String match) {

    /** On which side of a comparison a filter ran; without one, all are candidates. */
    public enum Role {
        CANDIDATE,
        BASELINE
    }
}
