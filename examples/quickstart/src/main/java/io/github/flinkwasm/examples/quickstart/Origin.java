package io.github.flinkwasm.examples.quickstart;

import io.github.flinkwasm.LogEvent;
import java.nio.ByteBuffer;

/**
 * Where an event came from. It travels in the event's metadata, which no filter sees or changes:
 *
 * <table>
 *   <caption>Bytes of the metadata, big-endian</caption>
 *   <tr><th>Bytes</th><th>Value</th></tr>
 *   <tr><td>0 to 3</td><td>the file, as its index in the {@link Ledger}</td></tr>
 *   <tr><td>4 to 11</td><td>the line in the file; the first is 1</td></tr>
 * </table>
 */
record Origin(int file, long line) {

    static Origin of(LogEvent event) {
        ByteBuffer metadata = ByteBuffer.wrap(event.metadata());
        return new Origin(metadata.getInt(), metadata.getLong());
    }

    byte[] toMetadata() {
        return ByteBuffer.allocate(Integer.BYTES + Long.BYTES).putInt(file).putLong(line).array();
    }
}
