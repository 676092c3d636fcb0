package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.HostEnvironment;
import io.github.flinkwasm.internal.runtime.HostFunction;
import java.util.List;

/**
 * The functions of a C library that guests may import from {@code env} instead of bringing their
 * own, as far as Fluent Bit's runtime has them too. Threads and semaphores are not among them.
 *
 * <p>Every address and length is checked, and a builtin never writes past the end of a block of its
 * own heap: both end the guest's call by a trap that says what would have happened. Without an
 * allocator of the guest's own, {@code malloc} hands out blocks of the host's heap window; see
 * {@link EnvHeap}.
 *
 * <p>Belongs to one instance and its thread, as every {@link HostEnvironment}.
 */
public final class EnvBuiltins implements HostEnvironment {
    private final GuestOutput output;
    private final EnvHeap heap;
    private final HeapBuiltins allocation;
    private final List<HostFunction> functions;

    /**
     * @param output takes what the guest prints; may be shared with the same instance's {@link
     *     WasiPreview1}
     * @param heapLimit the most bytes that {@code malloc} may hand out, with what is lost between
     *     blocks
     */
    public EnvBuiltins(GuestOutput output, GuestClocks clocks, long heapLimit) {
        WarmUp.ensure();
        this.output = output;
        this.heap = new EnvHeap(heapLimit);
        HostFunctionTable env = new HostFunctionTable("env");
        allocation = new HeapBuiltins(heap);
        allocation.register(env);
        new MemoryBuiltins(heap).register(env);
        new StringBuiltins(heap).register(env);
        new PrintBuiltins(heap, output).register(env);
        new ClockBuiltins(clocks).register(env);
        NumberBuiltins.register(env);
        CharacterBuiltins.register(env);
        ExitBuiltins.register(env);
        this.functions = env.functions();
    }

    @Override
    public List<HostFunction> functions() {
        return functions;
    }

    @Override
    public Object captureState() {
        return new State(heap.captureState(), allocation.captureState(), output.captureState());
    }

    @Override
    public void restoreState(Object state) {
        State captured = (State) state;
        heap.restoreState(captured.heap());
        allocation.restoreState(captured.allocation());
        output.restoreState(captured.output());
    }

    private record State(Object heap, Object allocation, Object output) {}
}
