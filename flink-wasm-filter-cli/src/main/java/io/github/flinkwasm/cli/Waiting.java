package io.github.flinkwasm.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * An input that says when its reader is about to wait for more: then what is finished so far should
 * be seen by whoever sits at the other end of a pipe.
 */
final class Waiting extends FilterInputStream {

    /** Is told about waits, on the reader's thread. */
    interface Listener {
        /** Does nothing. */
        Listener NONE =
                new Listener() {
                    @Override
                    public void waitBegins() {}

                    @Override
                    public void waitEnds() {}
                };

        /** The next read may block for good. */
        void waitBegins();

        /** It is over. */
        void waitEnds();
    }

    private final Listener listener;

    Waiting(InputStream in, Listener listener) {
        super(in);
        this.listener = listener;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (in.available() > 0) {
            return in.read(target, offset, length);
        }
        listener.waitBegins();
        try {
            return in.read(target, offset, length);
        } finally {
            listener.waitEnds();
        }
    }
}
