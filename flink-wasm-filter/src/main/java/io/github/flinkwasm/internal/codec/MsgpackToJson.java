package io.github.flinkwasm.internal.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/** Writes msgpack that {@link MsgpackScanner} has checked as JSON. */
final class MsgpackToJson {
    /** From here on a double is written with an exponent: it no longer fits into a long. */
    private static final double LONG_LIMIT = 0x1p63;

    private final byte[] msgpack;
    private final int from;
    private final int to;
    private final MessageUnpacker unpacker;
    private final boolean insideKey;

    /** Elements that each open container still lacks, outermost first; a map's keys count too. */
    private long[] missing = new long[16];

    private boolean[] maps = new boolean[16];
    private int depth;

    private MsgpackToJson(byte[] msgpack, int from, int to, boolean insideKey) {
        this.msgpack = msgpack;
        this.from = from;
        this.to = to;
        this.unpacker = MessagePack.newDefaultUnpacker(msgpack, from, to - from);
        this.insideKey = insideKey;
    }

    /** The JSON of the one value, well-formed, that the array holds. */
    static byte[] transcode(byte[] msgpack) throws MalformedRecordException {
        ByteArrayOutputStream json = new ByteArrayOutputStream(msgpack.length);
        try (JsonGenerator generator = JsonStreams.write(json)) {
            new MsgpackToJson(msgpack, 0, msgpack.length, false).write(generator);
        } catch (IOException e) {
            throw new MalformedRecordException("msgpack that cannot be read: " + e.getMessage(), e);
        }
        return json.toByteArray();
    }

    private void write(JsonGenerator generator) throws IOException, MalformedRecordException {
        do {
            if (depth > 0 && missing[depth - 1] == 0) {
                depth--;
                if (maps[depth]) {
                    generator.writeEndObject();
                } else {
                    generator.writeEndArray();
                }
                continue;
            }
            boolean key = depth > 0 && maps[depth - 1] && missing[depth - 1] % 2 == 0;
            if (depth > 0) {
                missing[depth - 1]--;
            }
            if (key) {
                writeKey(generator);
            } else {
                writeValue(generator);
            }
        } while (depth > 0);
    }

    private void writeValue(JsonGenerator generator) throws IOException {
        MessageFormat format = unpacker.getNextFormat();
        switch (format.getValueType()) {
            case MAP -> {
                generator.writeStartObject();
                open(true, 2L * unpacker.unpackMapHeader());
            }
            case ARRAY -> {
                generator.writeStartArray();
                open(false, unpacker.unpackArrayHeader());
            }
            case STRING, BINARY -> generator.writeString(text(format));
            default -> generator.writeRawValue(scalar(format));
        }
    }

    private void open(boolean map, long elements) {
        if (depth == missing.length) {
            missing = Arrays.copyOf(missing, 2 * depth);
            maps = Arrays.copyOf(maps, 2 * depth);
        }
        maps[depth] = map;
        missing[depth++] = elements;
    }

    private void writeKey(JsonGenerator generator) throws IOException, MalformedRecordException {
        MessageFormat format = unpacker.getNextFormat();
        generator.writeFieldName(
                switch (format.getValueType()) {
                    case STRING, BINARY -> text(format);
                    case MAP, ARRAY -> container();
                    default -> scalar(format);
                });
    }

    /** The JSON text of the container that comes next. */
    private String container() throws IOException, MalformedRecordException {
        int at = from + Math.toIntExact(unpacker.getTotalReadBytes());
        if (insideKey) {
            throw new MalformedRecordException(
                    "A map key is "
                            + Msgpack.kindOf(msgpack[at])
                            + " at offset "
                            + at
                            + " of the record and stands inside a key itself; in JSON only a key"
                            + " outside other keys may be an array or a map. Use strings as keys.");
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator generator = JsonStreams.write(json)) {
            new MsgpackToJson(msgpack, at, to, true).write(generator);
        }
        unpacker.skipValue();
        return json.toString(StandardCharsets.UTF_8);
    }

    private String text(MessageFormat format) throws IOException {
        int length =
                format.getValueType() == ValueType.STRING
                        ? unpacker.unpackRawStringHeader()
                        : unpacker.unpackBinaryHeader();
        return new String(Utf8.wellFormed(unpacker.readPayload(length)), StandardCharsets.UTF_8);
    }

    /** The JSON text of the element that comes next and is neither text nor a container. */
    private String scalar(MessageFormat format) throws IOException {
        return switch (format.getValueType()) {
            case BOOLEAN -> Boolean.toString(unpacker.unpackBoolean());
            case INTEGER ->
                    format == MessageFormat.UINT64
                            ? unpacker.unpackBigInteger().toString()
                            : Long.toString(unpacker.unpackLong());
            case FLOAT -> number(unpacker.unpackDouble());
            case EXTENSION -> {
                ExtensionTypeHeader header = unpacker.unpackExtensionTypeHeader();
                byte[] body = unpacker.readPayload(header.getLength());
                yield "{\"ext\":"
                        + header.getType()
                        + ",\"hex\":\""
                        + HexFormat.of().formatHex(body)
                        + "\"}";
            }
            default -> {
                unpacker.unpackNil();
                yield "null";
            }
        };
    }

    private static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "null";
        }
        boolean digitsOnly =
                value == Math.rint(value) && value >= -LONG_LIMIT && value < LONG_LIMIT;
        // A long has no negative zero.
        return digitsOnly && value != 0 ? (long) value + ".0" : NumberOutput.toString(value, true);
    }
}
