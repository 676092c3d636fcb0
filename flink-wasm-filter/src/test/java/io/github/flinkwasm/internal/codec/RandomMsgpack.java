package io.github.flinkwasm.internal.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Writes well-formed msgpack by hand in every form of the specification, also where a shorter one
 * would do. The same seed, the same bytes.
 */
final class RandomMsgpack {
    private static final int[] BODIES = {1, 2, 4, 8, 16};

    private final Random random;

    RandomMsgpack(long seed) {
        random = new Random(seed);
    }

    /** A value of any kind. */
    byte[] value() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        value(bytes, random.nextInt(6));
        return bytes.toByteArray();
    }

    /** A map. */
    byte[] map() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        map(bytes, random.nextInt(6));
        return bytes.toByteArray();
    }

    private void value(ByteArrayOutputStream bytes, int depth) {
        switch (random.nextInt(depth > 0 ? 11 : 8)) {
            case 0 -> bytes.write(new int[] {0xc0, 0xc2, 0xc3}[random.nextInt(3)]);
            case 1 -> bytes.write(random.nextInt(0x80));
            case 2 -> bytes.write(0xe0 + random.nextInt(0x20));
            case 3 -> number(bytes);
            case 4, 5 -> string(bytes);
            case 6 -> sized(bytes, 0xc4, body(random.nextInt(20)), 0);
            case 7 -> extension(bytes);
            case 8, 9 -> map(bytes, depth);
            default -> array(bytes, depth);
        }
    }

    private void number(ByteArrayOutputStream bytes) {
        int code = 0xca + random.nextInt(10);
        int length = code == 0xca ? 4 : code == 0xcb ? 8 : 1 << (code & 3);
        bytes.write(code);
        bytes.writeBytes(body(length));
    }

    private void string(ByteArrayOutputStream bytes) {
        byte[] text =
                "größer \"€\" 😀 \u0000 abcdef"
                        .substring(0, random.nextInt(20))
                        .getBytes(StandardCharsets.UTF_8);
        if (random.nextBoolean()) {
            bytes.write(0xa0 + text.length);
            bytes.writeBytes(text);
        } else {
            sized(bytes, 0xd9, text, 0);
        }
    }

    private void extension(ByteArrayOutputStream bytes) {
        if (random.nextBoolean()) {
            int form = random.nextInt(5);
            bytes.write(0xd4 + form);
            bytes.writeBytes(body(1 + BODIES[form]));
        } else {
            sized(bytes, 0xc7, body(1 + random.nextInt(20)), 1);
        }
    }

    private void map(ByteArrayOutputStream bytes, int depth) {
        int pairs = container(bytes, 0x80, 0xde);
        for (int i = 0; i < 2 * pairs; i++) {
            value(bytes, depth - 1);
        }
    }

    private void array(ByteArrayOutputStream bytes, int depth) {
        int elements = container(bytes, 0x90, 0xdc);
        for (int i = 0; i < elements; i++) {
            value(bytes, depth - 1);
        }
    }

    private int container(ByteArrayOutputStream bytes, int shortForm, int longForm) {
        int count = random.nextInt(5);
        int form = random.nextInt(3);
        if (form == 0) {
            bytes.write(shortForm + count);
        } else {
            bytes.write(longForm + form - 1);
            bytes.writeBytes(bigEndian(count, 2 * form));
        }
        return count;
    }

    /** A length of 1, 2 or 4 bytes, of which {@code extra} are not part, and the body. */
    private void sized(ByteArrayOutputStream bytes, int firstForm, byte[] body, int extra) {
        int form = random.nextInt(3);
        bytes.write(firstForm + form);
        bytes.writeBytes(bigEndian(body.length - extra, 1 << form));
        bytes.writeBytes(body);
    }

    private byte[] body(int length) {
        byte[] body = new byte[length];
        random.nextBytes(body);
        return body;
    }

    private static byte[] bigEndian(int value, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (value >>> (8 * (length - 1 - i)));
        }
        return bytes;
    }
}
