package io.github.flinkwasm.table;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.WasmFilter;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A filter, and what only SQL asks about it.
 *
 * @param name what SQL calls the function, for messages and metrics
 * @param kind how SQL calls it
 * @param filter pinned once a query is planned; {@link FailureHandling#SIDE_OUTPUT} means columns
 * @param tag the tag of events whose row gives none
 * @param output the declared type of what the filter returns; null for that of the record
 */
record SqlFilter(
        String name, FunctionKind kind, WasmFilter filter, String tag, @Nullable String output)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Whether what failed comes as a row with a reason. */
    boolean hasErrorColumns() {
        return filter.failureHandling() == FailureHandling.SIDE_OUTPUT;
    }

    /** The name without catalog and database. */
    String shortName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    SqlFilter withFilter(WasmFilter pinned) {
        return new SqlFilter(name, kind, pinned, tag, output);
    }
}
