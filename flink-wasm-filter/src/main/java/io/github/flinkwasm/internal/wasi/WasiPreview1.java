package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.HostEnvironment;
import io.github.flinkwasm.internal.runtime.HostFunction;
import java.util.List;

/**
 * WASI preview 1, under {@code wasi_snapshot_preview1} and {@code wasi_unstable}: what {@link
 * WasiOptions} grant and nothing else. There are no arguments, no input, no network and no real
 * descriptor of the process; what the guest prints goes to its {@link GuestOutput}; granted
 * directories can be read, those granted for writing can be changed, and no path or link leads out
 * of them. What was written stays written: a restore does not take it back.
 *
 * <p>A pointer that is out of bounds ends the guest's call by a trap, as the same access by the
 * guest itself would; {@code EFAULT} is never returned. Everything that could take long looks at
 * the call's deadline, except that one operation on a file of the host takes as long as the host's
 * file system takes.
 *
 * <p>Belongs to one instance and its thread, as every {@link HostEnvironment}. To be closed with
 * the instance: that closes the files a guest left open.
 */
public final class WasiPreview1 implements HostEnvironment {
    private final GuestOutput output;
    private final DescriptorTable descriptors;
    private final GuestRandom random;
    private final WriteBudget budget = new WriteBudget();
    private final List<HostFunction> functions;

    /**
     * @param output takes what the guest prints; may be shared with the same instance's {@link
     *     EnvBuiltins}
     */
    public WasiPreview1(WasiOptions options, GuestOutput output) {
        WarmUp.ensure();
        this.output = output;
        this.descriptors = new DescriptorTable(options.directories());
        this.random = new GuestRandom(options.randomSeed());
        FileStatus status = new FileStatus();
        WasiClockAndRandom clocks = new WasiClockAndRandom(options.clocks(), random);
        WasiFunctionTable wasi = new WasiFunctionTable();
        new WasiProcess(options.environment()).register(wasi);
        clocks.register(wasi);
        new WasiDescriptors(descriptors, output, status, budget).register(wasi);
        new WasiPaths(descriptors, status, budget).register(wasi);
        new WasiPathChanges(descriptors, budget).register(wasi);
        new WasiListings(descriptors).register(wasi);
        new WasiPoll(descriptors, clocks).register(wasi);
        new WasiSockets(descriptors).register(wasi);
        this.functions = wasi.functions();
    }

    @Override
    public List<HostFunction> functions() {
        return functions;
    }

    @Override
    public void beginEvent(long number) {
        random.beginEvent(number);
    }

    @Override
    public void beginCall() {
        budget.renew();
    }

    DescriptorTable descriptors() {
        return descriptors;
    }

    @Override
    public Object captureState() {
        return new State(descriptors.captureState(), random.captureState(), output.captureState());
    }

    @Override
    public void restoreState(Object state) {
        State captured = (State) state;
        descriptors.restoreState(captured.descriptors());
        random.restoreState(captured.random());
        output.restoreState(captured.output());
    }

    /** Closes all files. The environment must not be used afterwards. */
    @Override
    public void close() {
        descriptors.closeAll();
    }

    private record State(Object descriptors, Object random, Object output) {}
}
