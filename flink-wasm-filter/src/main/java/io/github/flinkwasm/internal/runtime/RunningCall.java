package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.runtime.Instance;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The running call of one instance, as its host functions see it. */
final class RunningCall implements GuestCall {
    private final GuestMemory guestMemory;
    private final FlatMemory memory;
    private final ModuleDescription description;

    /** Set by every host call: instantiation itself may already run guest code that calls the host. */
    private @Nullable Instance instance;

    RunningCall(GuestMemory guestMemory, FlatMemory memory, ModuleDescription description) {
        this.guestMemory = guestMemory;
        this.memory = memory;
        this.description = description;
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
        Optional<Export> export = description.exportedFunction(name);
        Instance calling = instance;
        if (export.isEmpty() || calling == null) {
            throw GuestTrap.trap("the guest exports no function \"" + name + "\"");
        }
        return GuestInstance.invoke(calling.getMachine(), export.get().index(), arguments);
    }

    @Override
    public boolean hasExport(String name, FunctionSignature signature) {
        return description.exportsFunction(name, signature);
    }

    @Override
    public void noteDeniedAllocation() {
        memory.noteDenied();
    }
}
