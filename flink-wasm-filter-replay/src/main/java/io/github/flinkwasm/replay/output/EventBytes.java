package io.github.flinkwasm.replay.output;

import io.github.flinkwasm.LogEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes emitted events into part files, each format in its own way. */
final class EventBytes {
    private static final int MSGPACK_PAIR = 0x92;
    private static final int MSGPACK_EMPTY_MAP = 0x80;
    private static final int MSGPACK_FIXEXT_8 = 0xd7;
    private static final int MSGPACK_EVENT_TIME = 0x00;
    private static final int MSGPACK_INT_64 = 0xd3;
    private static final long MAX_UINT_32 = 0xffff_ffffL;
    private static final int LINE_FEED = '\n';

    private final OutputFormat format;
    private String lastTag = "";
    private byte[] lastTagJson = JsonLines.string("");

    EventBytes(OutputFormat format) {
        this.format = format;
    }

    /**
     * @param event its record is well-formed, in the format that {@link OutputFormat#recordFormat}
     *     names
     */
    void write(LogEvent event, PartFile part) throws IOException {
        switch (format) {
            case NDJSON -> {
                part.writeOneLine(event.record());
                part.write(LINE_FEED);
            }
            case EVENTS -> writeEventLine(event, part);
            case MSGPACK -> writeMsgpack(event, part);
        }
        part.endItem();
    }

    private void writeEventLine(LogEvent event, PartFile part) throws IOException {
        if (!event.tag().equals(lastTag)) {
            lastTag = event.tag();
            lastTagJson = JsonLines.string(lastTag);
        }
        writeAscii("{\"tag\":", part);
        part.write(lastTagJson);
        writeAscii(",\"sec\":" + event.epochSecond() + ",\"nsec\":" + event.nano(), part);
        if (event.metadata().length > 0) {
            writeAscii(",\"metadata_base64\":\"", part);
            part.write(Base64.getEncoder().encode(event.metadata()));
            part.write('"');
        }
        writeAscii(",\"record\":", part);
        part.writeOneLine(event.record());
        writeAscii("}\n", part);
    }

    /** {@code [[EventTime, metadata], record]}. */
    private static void writeMsgpack(LogEvent event, PartFile part) throws IOException {
        part.write(MSGPACK_PAIR);
        part.write(MSGPACK_PAIR);
        long second = event.epochSecond();
        if (second >= 0 && second <= MAX_UINT_32) {
            part.write(MSGPACK_FIXEXT_8);
            part.write(MSGPACK_EVENT_TIME);
            writeBigEndian(second, Integer.BYTES, part);
            writeBigEndian(event.nano(), Integer.BYTES, part);
        } else {
            // EventTime has 32 bits for seconds since 1970: no room for other times.
            part.write(MSGPACK_INT_64);
            writeBigEndian(second, Long.BYTES, part);
        }
        if (event.metadata().length == 0) {
            part.write(MSGPACK_EMPTY_MAP);
        } else {
            part.write(event.metadata());
        }
        part.write(event.record());
    }

    private static void writeBigEndian(long value, int bytes, PartFile part) throws IOException {
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            part.write((int) (value >> shift));
        }
    }

    private static void writeAscii(String text, PartFile part) throws IOException {
        part.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
