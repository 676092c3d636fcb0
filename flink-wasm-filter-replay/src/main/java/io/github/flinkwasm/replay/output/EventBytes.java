package io.github.flinkwasm.replay.output;

import io.github.flinkwasm.LogEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes emitted events into part files, each format in its own way. */
final class EventBytes {
    private static final byte[] NOTHING = {};
    private static final byte[] TAG_KEY = "{\"tag\":".getBytes(StandardCharsets.US_ASCII);

    /** Two arrays of two, one in the other. */
    private static final byte[] MSGPACK_PAIRS = {(byte) 0x92, (byte) 0x92};

    /** An extension of eight bytes of type 0. */
    private static final byte[] MSGPACK_EVENT_TIME = {(byte) 0xd7, 0};

    private static final byte MSGPACK_INT_64 = (byte) 0xd3;
    private static final byte[] MSGPACK_EMPTY_MAP = {(byte) 0x80};
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
        part.write(head(event));
        switch (format) {
            case NDJSON -> {
                part.write(OneLine.of(event.record()));
                part.write(LINE_FEED);
            }
            case EVENTS -> {
                part.write(OneLine.of(event.record()));
                part.write('}');
                part.write(LINE_FEED);
            }
            case MSGPACK -> part.write(event.record());
        }
        part.endItem();
    }

    /** What stands before the event's record: it depends on tag, time and metadata alone. */
    byte[] head(LogEvent event) {
        return switch (format) {
            case NDJSON -> NOTHING;
            case EVENTS -> lineHead(event);
            case MSGPACK -> msgpackHead(event);
        };
    }

    private byte[] lineHead(LogEvent event) {
        if (!event.tag().equals(lastTag)) {
            lastTag = event.tag();
            lastTagJson = JsonLines.string(lastTag);
        }
        byte[] metadata = event.metadata();
        byte[] rest =
                (",\"sec\":"
                                + event.epochSecond()
                                + ",\"nsec\":"
                                + event.nano()
                                + (metadata.length == 0
                                        ? ""
                                        : ",\"metadata_base64\":\""
                                                + Base64.getEncoder().encodeToString(metadata)
                                                + '"')
                                + ",\"record\":")
                        .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(TAG_KEY.length + lastTagJson.length + rest.length)
                .put(TAG_KEY)
                .put(lastTagJson)
                .put(rest)
                .array();
    }

    /** {@code [[EventTime, metadata], } of {@code [[EventTime, metadata], record]}. */
    private static byte[] msgpackHead(LogEvent event) {
        long second = event.epochSecond();
        // EventTime has 32 bits for seconds since 1970: no room for other times.
        boolean isEventTime = second >= 0 && second <= MAX_UINT_32;
        byte[] metadata = event.metadata().length == 0 ? MSGPACK_EMPTY_MAP : event.metadata();
        ByteBuffer head =
                ByteBuffer.allocate(
                        MSGPACK_PAIRS.length
                                + (isEventTime ? MSGPACK_EVENT_TIME.length : 1)
                                + Long.BYTES
                                + metadata.length);
        head.put(MSGPACK_PAIRS);
        if (isEventTime) {
            head.put(MSGPACK_EVENT_TIME).putInt((int) second).putInt(event.nano());
        } else {
            head.put(MSGPACK_INT_64).putLong(second);
        }
        return head.put(metadata).array();
    }
}
