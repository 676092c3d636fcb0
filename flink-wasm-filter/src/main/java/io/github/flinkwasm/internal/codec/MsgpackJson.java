package io.github.flinkwasm.internal.codec;

/**
 * Turns records from JSON into msgpack and back. An instance is reusable and not thread-safe.
 *
 * <p>JSON to msgpack, as Fluent Bit reads a guest's JSON:
 *
 * <table>
 *   <caption>Types</caption>
 *   <tr><td>integer from 0 to 2^64-1</td><td>uint in its shortest form</td></tr>
 *   <tr><td>integer from -2^63 to -1</td><td>int in its shortest form</td></tr>
 *   <tr><td>{@code -0}</td><td>int 0</td></tr>
 *   <tr><td>any other integer, or a point or an exponent</td><td>float64</td></tr>
 *   <tr><td>string</td><td>str; {@code \}{@code u0000} is kept</td></tr>
 *   <tr><td>object</td><td>map with all keys in their order, also where one is there twice</td></tr>
 * </table>
 *
 * <p>msgpack to JSON, as Fluent Bit writes it for a guest where that is JSON, and where it is not:
 *
 * <table>
 *   <caption>Types</caption>
 *   <tr><td>int, uint</td><td>all digits</td></tr>
 *   <tr><td>float with an integral value from -2^63 to below 2^63</td><td>all digits and {@code .0}</td></tr>
 *   <tr><td>other float</td><td>the shortest text that reads as the same double, such as {@code
 *       1.5E-7}; Fluent Bit keeps 16 digits only. A float32 is widened first</td></tr>
 *   <tr><td>NaN, infinities</td><td>{@code null}; Fluent Bit writes {@code nan}, {@code inf}</td></tr>
 *   <tr><td>str, bin</td><td>a string in raw UTF-8; each maximal ill-formed subpart of UTF-8
 *       becomes U+FFFD</td></tr>
 *   <tr><td>ext, also EventTime</td><td>{@code {"ext":<type>,"hex":"<body>"}}; Fluent Bit writes
 *       {@code \x} escapes, which JSON does not have</td></tr>
 *   <tr><td>key that is no string</td><td>a string of the key's JSON text, {@code {"5":1}}; Fluent
 *       Bit writes {@code {5:1}}</td></tr>
 *   <tr><td>key that is there twice</td><td>both, in their order; Fluent Bit keeps the last</td></tr>
 * </table>
 *
 * <p>A key may be an array or a map, but inside such a key no other may: each level would escape
 * the quotes of the one within and so double the text.
 */
public final class MsgpackJson {
    private final JsonScanner jsonScanner;
    private final MsgpackScanner msgpackScanner;

    /** A transcoder with the scanners' default limits. */
    public MsgpackJson() {
        this(JsonScanner.DEFAULT_MAX_DEPTH);
    }

    /**
     * A transcoder with a limit of its own.
     *
     * @param maxDepth how many arrays and maps may be open at once, 1 to 1,000,000
     */
    public MsgpackJson(int maxDepth) {
        jsonScanner = new JsonScanner(maxDepth, JsonScanner.DEFAULT_MAX_NUMBER_LENGTH);
        msgpackScanner = new MsgpackScanner(maxDepth);
    }

    /**
     * The msgpack of one JSON value of any kind, which {@link JsonScanner} must accept; white space
     * may stand around it.
     *
     * @throws MalformedRecordException if the text is anything else; the message names line and
     *     column
     */
    public byte[] toMsgpack(byte[] json) throws MalformedRecordException {
        return JsonToMsgpack.transcode(JsonText.wellFormed(jsonScanner, json));
    }

    /**
     * The compact JSON of one msgpack value of any kind.
     *
     * @throws MalformedRecordException if the bytes are anything else; the message names the offset
     */
    public byte[] toJson(byte[] msgpack) throws MalformedRecordException {
        ScanOutcome outcome = msgpackScanner.scanExactly(msgpack, 0, msgpack.length);
        if (outcome != ScanOutcome.RECORD && outcome != ScanOutcome.NOT_A_RECORD) {
            throw new MalformedRecordException(
                    "Not well-formed msgpack: " + msgpackScanner.detailOf("record"));
        }
        msgpackScanner.clear();
        return MsgpackToJson.transcode(msgpack);
    }
}
