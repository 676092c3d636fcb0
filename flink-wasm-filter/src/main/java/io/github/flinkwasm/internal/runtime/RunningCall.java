package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.runtime.Instance;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The running call of one instance, as its host functions see it. */
final class RunningCall implements GuestCall {
    private final GuestMemory guestMemory;
    private final FlatMemory memory;
    private final Map<String, Export> exports;

    /**
     * Set by every host call: instantiation itself may already run guest code that calls the host.
     */
    private @Nullable Instance instance;

    /**
     * @param exports the exported functions by name
     */
    RunningCall(GuestMemory guestMemory, FlatMemory memory, Map<String, Export> exports) {
        this.guestMemory = guestMemory;
        this.memory = memory;
        this.exports = exports;
    }

    void enter(Instance calling) {
        instance = calling;
    }

    @Override
    public GuestMemory memory() {
        return guestMemory;
    }

    @Override
    public void checkDeadline() {
        DeadlineFlag.check();
    }

    @Override
    public void sleep(long nanos) {
        CallClock.sleep(nanos);
    }

    @Override
    public long callExport(String name, long... arguments) {
        Export export = exports.get(name);
        Instance calling = instance;
        if (export == null || calling == null) {
            throw GuestTrap.trap("the guest exports no function " + GuestText.quoted(name));
        }
        return GuestInstance.invoke(calling.getMachine(), export.index(), arguments);
    }

    @Override
    public boolean hasExport(String name, FunctionSignature signature) {
        Export export = exports.get(name);
        return export != null && signature.equals(export.signature());
    }

    @Override
    public void noteDeniedAllocation() {
        memory.noteDenied();
    }
}
