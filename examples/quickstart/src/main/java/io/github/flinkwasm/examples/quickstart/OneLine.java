package io.github.flinkwasm.examples.quickstart;

/** JSON as one line of an output. */
final class OneLine {

    private OneLine() {}

    /**
     * The text with a line feed after it and no line break in it. In well-formed JSON a line break
     * is insignificant, wherever it stands, so a space does as well.
     */
    static byte[] of(byte[] json) {
        byte[] line = new byte[json.length + 1];
        for (int i = 0; i < json.length; i++) {
            byte b = json[i];
            line[i] = b == '\n' || b == '\r' ? (byte) ' ' : b;
        }
        line[json.length] = '\n';
        return line;
    }
}
