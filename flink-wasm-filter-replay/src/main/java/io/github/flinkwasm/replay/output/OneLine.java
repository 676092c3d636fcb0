package io.github.flinkwasm.replay.output;

import java.io.ByteArrayOutputStream;
import org.apache.flink.annotation.Experimental;

/**
 * Well-formed JSON without its line breaks, which in such text separate nothing that something else
 * does not separate too.
 */
@Experimental
public final class OneLine {
    private static final byte LINE_FEED = '\n';
    private static final byte CARRIAGE_RETURN = '\r';

    private OneLine() {}

    /** The text itself, not a copy, if it has no line break. */
    public static byte[] of(byte[] json) {
        for (byte octet : json) {
            if (isLineBreak(octet)) {
                return withoutLineBreaks(json);
            }
        }
        return json;
    }

    private static byte[] withoutLineBreaks(byte[] json) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(json.length);
        for (byte octet : json) {
            if (!isLineBreak(octet)) {
                line.write(octet);
            }
        }
        return line.toByteArray();
    }

    private static boolean isLineBreak(byte octet) {
        return octet == LINE_FEED || octet == CARRIAGE_RETURN;
    }
}
