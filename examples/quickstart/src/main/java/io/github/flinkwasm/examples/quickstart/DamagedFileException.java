package io.github.flinkwasm.examples.quickstart;

import java.io.IOException;

/** A compressed file cannot be read from some byte on; what precedes it was read. */
final class DamagedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long offset;

    /**
     * @param offset the byte of the compressed file from which on nothing could be read
     */
    DamagedFileException(long offset, String message) {
        super(message);
        this.offset = offset;
    }

    long offset() {
        return offset;
    }
}
