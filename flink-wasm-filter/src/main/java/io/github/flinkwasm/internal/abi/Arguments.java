package io.github.flinkwasm.internal.abi;

/**
 * Hands tag and record of one event to the guest. Used by one instance on one thread: {@link
 * #place}, then the addresses, then {@link #release} once the result is copied.
 */
interface Arguments {

    /**
     * Writes tag and record where the guest can read them, the tag with a NUL after it.
     *
     * @param nulAfterRecord whether a NUL follows the record too (JSON; a msgpack record has none)
     * @throws io.github.flinkwasm.internal.runtime.GuestTrap if the guest's own allocator fails
     * @throws TooLargeException if tag and record do not fit
     */
    void place(byte[] tag, byte[] record, boolean nulAfterRecord);

    /** Guest address of the tag's first byte. */
    int tagAddress();

    /** Guest address of the record's first byte. */
    int recordAddress();

    /**
     * Gives back what {@link #place} took from the guest. Only after a call that ended normally.
     */
    void release();

    /** Tag and record take more than the guest can be given. */
    final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message, null, false, false);
        }
    }
}
