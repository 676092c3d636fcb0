package io.github.flinkwasm.internal.runtime;

/**
 * One function that the host offers to guests. An import is bound to it when module, name and
 * signature are equal.
 *
 * @param module the import's module name, as {@code env}
 * @param name the import's field name
 * @param signature at most one result
 * @param leaf true for a body that calls nothing that could load a class, take a lock or allocate
 *     much: it may run with whatever stack the guest has left. Every other body runs only with
 *     guaranteed stack headroom, so that a guest's recursion cannot break the host in the middle of
 *     its work
 * @param body what it does
 */
public record HostFunction(
        String module, String name, FunctionSignature signature, boolean leaf, Body body) {

    /** The code of a host function. Runs on the thread that called the guest. */
    @FunctionalInterface
    public interface Body {
        /**
         * Runs the function.
         *
         * @param call the running call: its memory, its deadline, its way back into the guest
         * @param arguments one slot an argument: i32 in the low half (sign or zero extended: cast
         *     to int), i64 as it is, f32 and f64 as raw bits. Owned by the caller; not to be kept
         * @return the result in the same encoding, ignored when the signature has no result
         * @throws GuestTrap to end the guest's call
         */
        long call(GuestCall call, long[] arguments);
    }
}
