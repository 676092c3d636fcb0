package io.github.flinkwasm.internal.module;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a checkpoint remembers of the module a job runs. The bytes are permanent: every later
 * version has to read them.
 *
 * <table>
 * <caption>Format version 1, numbers big-endian</caption>
 * <tr><th>Offset</th><th>Bytes</th><th>Meaning</th></tr>
 * <tr><td>0</td><td>1</td><td>format version, 1</td></tr>
 * <tr><td>1</td><td>32</td><td>SHA-256 of the module</td></tr>
 * <tr><td>33</td><td>4</td><td>generation: 1 for the first module of a job, one more with every change</td></tr>
 * <tr><td>37</td><td>2</td><td>length of the URI in bytes, unsigned</td></tr>
 * <tr><td>39</td><td>length</td><td>URI that the module was configured with, without credentials, UTF-8, for messages only</td></tr>
 * </table>
 *
 * <p>A later format may append bytes: a reader of version 1 ignores what follows the URI of a
 * version 1 pin, and refuses versions it does not know.
 *
 * @param sha256 64 lower-case hex digits
 * @param generation at least 1
 * @param uri where the module came from; cut to 65,535 bytes
 */
public record ModulePin(String sha256, int generation, String uri) {
    private static final byte FORMAT_VERSION = 1;
    private static final int DIGEST_BYTES = 32;
    private static final int FIXED_BYTES = 1 + DIGEST_BYTES + Integer.BYTES + Short.BYTES;
    private static final int MAX_URI_BYTES = 0xFFFF;

    /** The bytes that go into a checkpoint. */
    public byte[] toBytes() {
        byte[] uriBytes = uri.getBytes(StandardCharsets.UTF_8);
        int uriLength = Math.min(uriBytes.length, MAX_URI_BYTES);
        return ByteBuffer.allocate(FIXED_BYTES + uriLength)
                .put(FORMAT_VERSION)
                .put(HexFormat.of().parseHex(sha256))
                .putInt(generation)
                .putShort((short) uriLength)
                .put(uriBytes, 0, uriLength)
                .array();
    }

    /**
     * Reads a pin from a checkpoint.
     *
     * @throws IllegalArgumentException if the bytes are no pin, or one of a format that is not
     *     known yet
     */
    public static ModulePin fromBytes(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != FORMAT_VERSION) {
            throw new IllegalArgumentException(
                    "The module pin in the restored state has "
                            + (bytes.length == 0 ? "no bytes" : "format version " + bytes[0])
                            + ", but this version of flink-wasm-filter reads format version 1."
                            + " Restore with the version that wrote the state, or a newer one.");
        }
        if (bytes.length < FIXED_BYTES) {
            throw damaged(bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        byte[] digest = new byte[DIGEST_BYTES];
        buffer.get(digest);
        int generation = buffer.getInt();
        int uriLength = Short.toUnsignedInt(buffer.getShort());
        if (generation < 1 || uriLength > buffer.remaining()) {
            throw damaged(bytes.length);
        }
        int uriStart = buffer.position();
        return new ModulePin(
                HexFormat.of().formatHex(digest),
                generation,
                new String(
                        Arrays.copyOfRange(bytes, uriStart, uriStart + uriLength),
                        StandardCharsets.UTF_8));
    }

    private static IllegalArgumentException damaged(int length) {
        return new IllegalArgumentException(
                "The module pin in the restored state is damaged: "
                        + length
                        + " bytes that do not fit together. Restore from another checkpoint or"
                        + " savepoint.");
    }
}
