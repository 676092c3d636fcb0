package io.github.flinkwasm.replay.diff;

import org.apache.flink.annotation.Experimental;

/**
 * One field that two records do not have in common.
 *
 * @param path where it stands, as in {@code request.headers[*].name}; the elements of an array
 *     share one path, and so do keys that look like numbers or identifiers
 * @param kind what happened to it
 * @param before the baseline's value as compact JSON, cut short; empty if there was none
 * @param after the candidate's value as compact JSON, cut short; empty if there is none
 */
@Experimental
public record FieldChange(String path, Kind kind, String before, String after) {

    /** What happened to a field. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }
}
