package io.github.flinkwasm.replay.corpus;

import org.jspecify.annotations.Nullable;

/**
 * One recorded line in the forms that files need it in, made once.
 *
 * @param raw the line as it was recorded
 * @param timeAt where {@code yyyy-MM-dd?HH:mm:ss} stands in it, or -1
 * @param msgpack the record as msgpack, or null if the line is no JSON object
 * @param escaped the line as the inside of a JSON string
 * @param text what a program without JSON would have written: the record's text
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and owned by the logs
record RecordedLine(
        byte[] raw, int timeAt, byte @Nullable [] msgpack, byte[] escaped, byte[] text) {

    boolean isRecord() {
        return msgpack != null;
    }
}
