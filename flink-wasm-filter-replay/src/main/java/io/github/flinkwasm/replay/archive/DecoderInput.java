package io.github.flinkwasm.replay.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A library's decoder, made when the first byte is wanted. Whatever it throws about damaged bytes
 * is an {@link IOException}, and is thrown again by every later read.
 */
abstract class DecoderInput<T extends InputStream> extends InputStream {
    private final RawInput raw;
    private @Nullable T decoder;
    private @Nullable IOException damage;

    DecoderInput(RawInput raw) {
        this.raw = raw;
    }

    /** Makes the decoder. */
    abstract T open(RawInput in) throws IOException;

    /** How much of what was asked for the decoder delivered before it threw. */
    abstract int deliveredBeforeDamage(T open);

    /** Reads at least one byte. */
    abstract int read(T open, byte[] target, int offset, int length) throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        if (damage != null) {
            throw damage;
        }
        if (length == 0) {
            return 0;
        }
        T open = decoder;
        try {
            if (open == null) {
                open = open(raw);
                decoder = open;
            }
            return read(open, target, offset, length);
        } catch (RawInput.FileSystemException e) {
            throw e;
        } catch (EOFException e) {
            damage = new EOFException("the file ends in the middle of compressed data");
            damage.initCause(e);
        } catch (IOException e) {
            damage = e;
        } catch (IndexOutOfBoundsException e) {
            // Decoders check much, but not every length that a broken block announces.
            damage = new IOException("the compressed data is corrupt: " + e.getMessage(), e);
        }
        int delivered = open == null ? 0 : deliveredBeforeDamage(open);
        if (delivered == 0) {
            throw damage;
        }
        return delivered;
    }

    @Override
    public final void close() throws IOException {
        // Not every decoder closes its input, least of all one that has met damage.
        try {
            T open = decoder;
            if (open != null) {
                open.close();
            }
        } finally {
            raw.close();
        }
    }
}
