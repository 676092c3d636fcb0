package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.MutabilityType;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;
import java.util.ArrayList;
import java.util.List;

/**
 * A running instance of a compiled module. Not thread-safe: one thread at a time uses it.
 *
 * <p>Calls happen between {@link #startClock} and {@link #stopClock}; outside of that the guest
 * never runs. After a {@link GuestTrap} the instance's contents are undefined until {@link
 * #restore}.
 */
public final class GuestInstance implements AutoCloseable {
    private final CompiledModule compiled;
    private final Instance instance;
    private final Machine machine;
    private final FlatMemory memory;
    private final GuestMemory guestMemory;
    private final List<HostEnvironment> environments;
    private final CallClock clock;
    private final List<GlobalInstance> mutableGlobals;

    GuestInstance(
            CompiledModule compiled,
            Instance instance,
            FlatMemory memory,
            GuestMemory guestMemory,
            List<HostEnvironment> environments,
            CallClock clock) {
        this.compiled = compiled;
        this.instance = instance;
        this.machine = instance.getMachine();
        this.memory = memory;
        this.guestMemory = guestMemory;
        this.environments = environments;
        this.clock = clock;
        this.mutableGlobals = new ArrayList<>();
        for (int i = 0; i < instance.globalCount(); i++) {
            if (instance.global(i).getMutabilityType() == MutabilityType.Var) {
                mutableGlobals.add(instance.global(i));
            }
        }
    }

    public CompiledModule compiledModule() {
        return compiled;
    }

    public GuestMemory memory() {
        return guestMemory;
    }

    /** Pages of 64 KiB of linear memory at the moment. */
    public int memoryPages() {
        return memory.pages();
    }

    /** Bytes of linear memory and heap window at the moment. */
    public long memoryBytes() {
        return (long) memory.pages() * FlatMemory.PAGE_SIZE + memory.heapSize();
    }

    /**
     * Starts timing; every call until {@link #stopClock} has to end within {@code timeoutNanos}
     * from now.
     */
    public void startClock(long timeoutNanos) {
        memory.clearDenied();
        environments.forEach(HostEnvironment::beginCall);
        clock.start(timeoutNanos);
    }

    /** Stops timing. */
    public void stopClock() {
        clock.stop();
    }

    /** Tells the host's side which event comes next, see {@link HostEnvironment#beginEvent}. */
    public void beginEvent(long number) {
        environments.forEach(environment -> environment.beginEvent(number));
    }

    CallClock clock() {
        return clock;
    }

    /** Whether the guest was refused memory since {@link #startClock}. */
    public boolean wasDeniedMemory() {
        return memory.wasDenied();
    }

    /**
     * Calls an exported function.
     *
     * @param function one of {@link ModuleDescription#exports()}, of kind FUNCTION
     * @param arguments one slot an argument, as in {@link HostFunction.Body#call}; not kept
     * @return the first result, 0 when there is none
     * @throws GuestTrap for every abnormal end
     */
    public long call(Export function, long... arguments) {
        return invoke(machine, function.index(), arguments);
    }

    static long invoke(Machine machine, int index, long[] arguments) {
        try {
            long[] results = machine.call(index, arguments);
            return results == null || results.length == 0 ? 0 : results[0];
        } catch (GuestTrap trap) {
            throw trap;
        } catch (StackOverflowError overflow) {
            throw stackExhausted();
        } catch (ChicoryException trap) {
            if (trap.getCause() instanceof StackOverflowError) {
                throw stackExhausted();
            }
            throw GuestTrap.trap(ModuleParser.reasonOf(trap));
        } catch (WasmException uncaught) {
            throw GuestTrap.trap("the guest threw an exception that nothing caught");
        } catch (RuntimeException raw) {
            // What compiled code lets out on a division or a bad index.
            throw GuestTrap.trap(
                    raw.getClass().getSimpleName() + ": " + ModuleParser.reasonOf(raw));
        }
    }

    private static GuestTrap stackExhausted() {
        return new GuestTrap(
                TrapKind.STACK_EXHAUSTED,
                "the guest's calls are nested deeper than the thread's stack allows");
    }

    /**
     * Makes the argument window exactly {@code size} bytes long, all 0, and returns the array
     * behind it, whose index 0 the guest sees at {@link #argumentsAddress}. The array may be
     * longer, and another one next time.
     */
    public byte[] openArgumentWindow(int size) {
        return memory.openArgumentWindow(size);
    }

    /** The most bytes that the argument window can have. */
    public static int maxArgumentBytes() {
        return FlatMemory.WINDOW_SIZE;
    }

    /** The guest address of the argument window. */
    public static int argumentsAddress() {
        return FlatMemory.ARGUMENTS_BASE;
    }

    /**
     * Everything a guest can change, at one moment between two calls. Belongs to this instance
     * alone.
     */
    public static final class Snapshot {
        private final FlatMemory.Contents memory;
        private final long[] globals;
        private final List<TableContents> tables;
        private final Element[] elements;
        private final List<Object> environments;

        private Snapshot(
                FlatMemory.Contents memory,
                long[] globals,
                List<TableContents> tables,
                Element[] elements,
                List<Object> environments) {
            this.memory = memory;
            this.globals = globals;
            this.tables = tables;
            this.elements = elements;
            this.environments = environments;
        }

        /** Bytes of linear memory and heap window in the snapshot. */
        public long memoryBytes() {
            return (long) memory.limit() + memory.heap().length;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // a carrier from snapshot to restore, never compared
    private record TableContents(int[] references, Instance[] instances) {}

    /** Takes a snapshot. Only between calls. */
    public Snapshot snapshot() {
        long[] globals = new long[2 * mutableGlobals.size()];
        for (int i = 0; i < mutableGlobals.size(); i++) {
            globals[2 * i] = mutableGlobals.get(i).getValueLow();
            globals[2 * i + 1] = mutableGlobals.get(i).getValueHigh();
        }
        List<TableContents> tables = new ArrayList<>();
        for (int i = 0; i < instance.tableCount(); i++) {
            tables.add(contentsOf(instance.table(i)));
        }
        Element[] elements = new Element[instance.elementCount()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = instance.element(i);
        }
        List<Object> states = environments.stream().map(HostEnvironment::captureState).toList();
        return new Snapshot(memory.capture(), globals, tables, elements, states);
    }

    private static TableContents contentsOf(TableInstance table) {
        int[] references = new int[table.size()];
        Instance[] instances = new Instance[references.length];
        for (int i = 0; i < references.length; i++) {
            references[i] = table.ref(i);
            instances[i] = table.instance(i);
        }
        return new TableContents(references, instances);
    }

    /**
     * Puts the instance back to what it was when the snapshot was taken, in place.
     *
     * @return false if that is impossible because a table has grown since: the instance must be
     *     replaced
     */
    public boolean restore(Snapshot snapshot) {
        for (int i = 0; i < snapshot.tables.size(); i++) {
            if (instance.table(i).size() != snapshot.tables.get(i).references().length) {
                return false;
            }
        }
        memory.restore(snapshot.memory);
        for (int i = 0; i < mutableGlobals.size(); i++) {
            mutableGlobals.get(i).setValueLow(snapshot.globals[2 * i]);
            mutableGlobals.get(i).setValueHigh(snapshot.globals[2 * i + 1]);
        }
        for (int i = 0; i < snapshot.tables.size(); i++) {
            restoreTable(instance.table(i), snapshot.tables.get(i));
        }
        for (int i = 0; i < snapshot.elements.length; i++) {
            instance.setElement(i, snapshot.elements[i]);
        }
        for (int i = 0; i < environments.size(); i++) {
            environments.get(i).restoreState(snapshot.environments.get(i));
        }
        return true;
    }

    private static void restoreTable(TableInstance table, TableContents contents) {
        int[] references = contents.references();
        for (int i = 0; i < references.length; i++) {
            if (table.ref(i) != references[i] || table.instance(i) != contents.instances()[i]) {
                table.setRef(i, references[i], contents.instances()[i]);
            }
        }
    }

    /** Frees the instance's clock and its environments; its memory goes with the last reference. */
    @Override
    public void close() {
        clock.close();
        environments.forEach(HostEnvironment::close);
    }
}
