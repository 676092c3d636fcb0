package io.github.flinkwasm.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * Writes well-formed JSON as msgpack. A msgpack container begins with its count, so the text is
 * read twice: once to count, once to write.
 */
final class JsonToMsgpack {
    private static final BigInteger MAX_UINT64 =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    /** Elements or pairs of each container, in the order in which the containers begin. */
    private int[] counts = new int[16];

    private int containers;

    private JsonToMsgpack() {}

    /**
     * The msgpack of one value.
     *
     * @param json what {@link JsonText#wellFormed} gave
     */
    static byte[] transcode(byte[] json) throws MalformedRecordException {
        JsonToMsgpack writer = new JsonToMsgpack();
        try {
            writer.count(json);
            return writer.write(json);
        } catch (IOException e) {
            throw new MalformedRecordException("JSON that cannot be read: " + e.getMessage(), e);
        }
    }

    private void count(byte[] json) throws IOException {
        try (JsonParser parser = JsonStreams.parse(json)) {
            int[] open = new int[16];
            int depth = 0;
            boolean afterKey = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructEnd()) {
                    depth--;
                    continue;
                }
                // A pair counts once, with its key.
                if (depth > 0 && !afterKey) {
                    counts[open[depth - 1]]++;
                }
                afterKey = token == JsonToken.FIELD_NAME;
                if (token.isStructStart()) {
                    if (depth == open.length) {
                        open = Arrays.copyOf(open, 2 * depth);
                    }
                    if (containers == counts.length) {
                        counts = Arrays.copyOf(counts, 2 * containers);
                    }
                    open[depth++] = containers++;
                }
            }
        }
    }

    private byte[] write(byte[] json) throws IOException {
        int container = 0;
        try (JsonParser parser = JsonStreams.parse(json);
                MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT -> packer.packMapHeader(counts[container++]);
                    case START_ARRAY -> packer.packArrayHeader(counts[container++]);
                    case FIELD_NAME -> packer.packString(parser.currentName());
                    case VALUE_STRING -> packer.packString(parser.getText());
                    case VALUE_NUMBER_INT -> packInteger(packer, parser.getText());
                    case VALUE_NUMBER_FLOAT ->
                            packer.packDouble(Double.parseDouble(parser.getText()));
                    case VALUE_TRUE -> packer.packBoolean(true);
                    case VALUE_FALSE -> packer.packBoolean(false);
                    case VALUE_NULL -> packer.packNil();
                    case END_OBJECT, END_ARRAY -> {}
                    default -> throw new IllegalStateException("Unexpected token " + token + ".");
                }
            }
            return packer.toByteArray();
        }
    }

    private static void packInteger(MessageBufferPacker packer, String digits) throws IOException {
        if (digits.length() <= Long.toString(Long.MAX_VALUE).length() - 1) {
            packer.packLong(Long.parseLong(digits));
            return;
        }
        if (digits.length() > MAX_UINT64.toString().length()) {
            packer.packDouble(Double.parseDouble(digits));
            return;
        }
        BigInteger value = new BigInteger(digits);
        if (value.signum() < 0 ? value.bitLength() < Long.SIZE : value.bitLength() <= Long.SIZE) {
            packer.packBigInteger(value);
        } else {
            packer.packDouble(Double.parseDouble(digits));
        }
    }
}
