package io.github.flinkwasm.internal.codec;

/**
 * The layout of one msgpack element. Every element begins with a lead byte; what follows depends on
 * it:
 *
 * <pre>
 * lead      type       length or count              body
 * 00..7f    int        -                            -
 * 80..8f    map        4 bits of the lead, pairs    the elements
 * 90..9f    array      4 bits of the lead           the elements
 * a0..bf    str        5 bits of the lead           that many bytes
 * c0 c2 c3  nil, bool  -                            -
 * c4..c6    bin        1, 2, 4 bytes                that many bytes
 * c7..c9    ext        1, 2, 4 bytes                1 byte of type and that many bytes
 * ca cb     float      -                            4, 8 bytes
 * cc..cf    uint       -                            1, 2, 4, 8 bytes
 * d0..d3    int        -                            1, 2, 4, 8 bytes
 * d4..d8    ext        -                            1 byte of type and 1, 2, 4, 8, 16 bytes
 * d9..db    str        1, 2, 4 bytes                that many bytes
 * dc dd     array      2, 4 bytes                   the elements
 * de df     map        2, 4 bytes, pairs            the elements
 * e0..ff    int        -                            -
 * </pre>
 */
final class Msgpack {
    /** The one lead byte without a meaning. */
    static final byte NEVER_USED = (byte) 0xc1;

    private static final int FIRST_LONG_FORM = 0xc0;

    /** Bytes of the length or count after each lead byte from c0 to df. */
    private static final byte[] SIZE_BYTES = {
        0, 0, 0, 0, 1, 2, 4, 1, 2, 4, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 2, 4, 2, 4,
    };

    /** Bytes of the body for each lead byte from c0 to df, the announced length not counted. */
    private static final byte[] BODY_BYTES = {
        0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 4, 8, 1, 2, 4, 8,
        1, 2, 4, 8, 2, 3, 5, 9, 17, 0, 0, 0, 0, 0, 0, 0,
    };

    private Msgpack() {}

    static boolean isMap(byte lead) {
        int code = lead & 0xff;
        return (code >= 0x80 && code <= 0x8f) || (code >= 0xde && code <= 0xdf);
    }

    static boolean isContainer(byte lead) {
        int code = lead & 0xff;
        return (code >= 0x80 && code <= 0x9f) || (code >= 0xdc && code <= 0xdf);
    }

    /** Bytes of the lead byte and of the length or count after it. */
    static int headLength(byte lead) {
        int code = (lead & 0xff) - FIRST_LONG_FORM;
        return code >= 0 && code < SIZE_BYTES.length ? 1 + SIZE_BYTES[code] : 1;
    }

    /** How many elements the container at {@code at} announces; a map's pair counts twice. */
    static long elements(byte[] bytes, int at) {
        byte lead = bytes[at];
        int code = lead & 0xff;
        long count = code < 0xa0 ? code & 0xf : size(bytes, at);
        return isMap(lead) ? 2 * count : count;
    }

    /** Bytes between the head of the element at {@code at}, no container, and the next element. */
    static long bodyLength(byte[] bytes, int at) {
        int code = bytes[at] & 0xff;
        if (code >= 0xa0 && code <= 0xbf) {
            return code & 0x1f;
        }
        int longForm = code - FIRST_LONG_FORM;
        if (longForm < 0 || longForm >= BODY_BYTES.length) {
            return 0;
        }
        return size(bytes, at) + BODY_BYTES[longForm];
    }

    /** The unsigned length or count after the lead byte, 0 where there is none. */
    private static long size(byte[] bytes, int at) {
        int length = headLength(bytes[at]) - 1;
        long value = 0;
        for (int i = 1; i <= length; i++) {
            value = (value << 8) | (bytes[at + i] & 0xff);
        }
        return value;
    }

    /** What kind of element the lead byte begins, with its article. */
    static String kindOf(byte lead) {
        int code = lead & 0xff;
        if (isContainer(lead)) {
            return isMap(lead) ? "a map" : "an array";
        }
        if (code < 0x80 || code >= 0xe0) {
            return "an integer";
        }
        if (code <= 0xbf) {
            return "a string";
        }
        return switch (code) {
            case 0xc0 -> "nil";
            case 0xc2, 0xc3 -> "a boolean";
            case 0xc4, 0xc5, 0xc6 -> "a binary value";
            case 0xca, 0xcb -> "a float";
            case 0xcc, 0xcd, 0xce, 0xcf, 0xd0, 0xd1, 0xd2, 0xd3 -> "an integer";
            case 0xd9, 0xda, 0xdb -> "a string";
            default -> "an extension value";
        };
    }
}
