package io.github.flinkwasm.internal.upgrade;

import io.github.flinkwasm.WasmFilterException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Bytes in state, with a format version in front. They are permanent: every later version has to
 * read them.
 */
final class StateBytes {
    private static final byte FORMAT_VERSION = 1;

    private StateBytes() {}

    interface Writer {
        void write(DataOutput out) throws IOException;
    }

    interface Reader<T> {
        T read(DataInput in) throws IOException;
    }

    static byte[] write(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(FORMAT_VERSION);
            writer.write(out);
        } catch (IOException impossible) {
            // Memory takes everything, and no text here is longer than writeUTF allows.
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param what names the bytes in messages
     * @throws IllegalArgumentException if they cannot be read
     */
    static <T> T read(byte[] bytes, String what, Reader<T> reader) {
        if (bytes.length == 0 || bytes[0] != FORMAT_VERSION) {
            throw new IllegalArgumentException(
                    "The "
                            + what
                            + " in the restored state has "
                            + (bytes.length == 0 ? "no bytes" : "format version " + bytes[0])
                            + ", but this version of flink-wasm-filter reads format version "
                            + FORMAT_VERSION
                            + ". Restore with the version that wrote the state, or a newer one.");
        }
        try {
            return reader.read(
                    new DataInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1)));
        } catch (IOException | WasmFilterException damaged) {
            throw new IllegalArgumentException(
                    "The "
                            + what
                            + " in the restored state is damaged ("
                            + bytes.length
                            + " bytes that do not fit together). Restore from another checkpoint or"
                            + " savepoint.",
                    damaged);
        }
    }
}
