package io.github.flinkwasm.replay.output;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.annotation.Experimental;

/** How part files are compressed. The same bytes give the same file. */
@Experimental
public enum OutputCompression {
    NONE("") {
        @Override
        OutputStream wrap(OutputStream out) {
            return out;
        }

        @Override
        InputStream unwrap(InputStream in) {
            return in;
        }
    },

    GZ(".gz") {
        @Override
        OutputStream wrap(OutputStream out) throws IOException {
            return new GZIPOutputStream(out, BUFFER_BYTES);
        }

        @Override
        InputStream unwrap(InputStream in) throws IOException {
            return new GZIPInputStream(in, BUFFER_BYTES);
        }
    },

    ZST(".zst") {
        @Override
        OutputStream wrap(OutputStream out) throws IOException {
            return new ZstdOutputStream(out);
        }

        @Override
        InputStream unwrap(InputStream in) throws IOException {
            return new ZstdInputStream(in);
        }
    };

    private static final int BUFFER_BYTES = 16 * 1024;

    private final String suffix;

    OutputCompression(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }

    /** A stream that compresses into another one, which it closes with itself. */
    abstract OutputStream wrap(OutputStream out) throws IOException;

    /** A stream of what {@link #wrap} was given; closes the other one with itself. */
    abstract InputStream unwrap(InputStream in) throws IOException;
}
