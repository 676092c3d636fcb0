package io.github.flinkwasm.table;

import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.conversion.MisfitException;

/**
 * Turns values of one SQL type, in Flink's internal form, into records of one format and back. Not
 * thread-safe: a task has its own.
 */
interface RecordColumn {

    /** The record of a value; not to be written to, since it may be the value's own array. */
    byte[] toRecord(Object value);

    /**
     * The value that a record describes.
     *
     * @param record one well-formed object of the column's format
     * @throws MisfitException if the record holds what the type does not
     */
    Object fromRecord(byte[] record) throws MisfitException, MalformedRecordException;
}
