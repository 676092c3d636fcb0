package io.github.flinkwasm.internal.runtime;

/**
 * The abnormal end of a call into the guest. Host functions throw it to end the guest; the runtime
 * turns every other abnormal end into it. It carries no stack trace: the guest's frames mean
 * nothing to a reader, and a recursion that ran out of stack would have tens of thousands of them.
 */
public final class GuestTrap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TrapKind kind;

    public GuestTrap(TrapKind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** A plain trap, for what the guest must not do. */
    public static GuestTrap trap(String message) {
        return new GuestTrap(TrapKind.TRAP, message);
    }

    public TrapKind kind() {
        return kind;
    }
}
