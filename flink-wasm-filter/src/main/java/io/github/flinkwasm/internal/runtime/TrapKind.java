package io.github.flinkwasm.internal.runtime;

/** How a call into the guest can end without a result. */
public enum TrapKind {
    /** The guest did something WebAssembly forbids, or asked for something the host refuses. */
    TRAP,
    /** The guest recursed deeper than the thread's stack allows. */
    STACK_EXHAUSTED,
    /** The guest asked to end its process ({@code proc_exit}, {@code exit}, {@code abort}). */
    EXITED,
    /** The call ran past its deadline. */
    TIMEOUT,
    /** The thread that made the call was interrupted; its interrupt flag is still set. */
    CANCELLED
}
