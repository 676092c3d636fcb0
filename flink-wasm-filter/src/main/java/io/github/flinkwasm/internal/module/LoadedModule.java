package io.github.flinkwasm.internal.module;

/**
 * The bytes of a module, verified against the reference's pin if it has one.
 *
 * @param bytes not to be written to
 * @param sha256 of the bytes, 64 lower-case hex digits
 * @param origin names the module in messages: its URI and the start of its digest
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between two steps of loading, never compared
public record LoadedModule(byte[] bytes, String sha256, String origin) {

    /** Sizes and names only. */
    @Override
    public String toString() {
        return origin + " (" + bytes.length + " bytes)";
    }
}
