package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.MemCopyWorkaround;
import com.dylibso.chicory.runtime.OpcodeImpl;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.InvalidException;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import com.dylibso.chicory.wasm.types.PassiveElement;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;
import java.util.List;

/**
 * Initializes what compiled guest code may use for the first time at any depth of its recursion. A
 * class whose initializer runs out of stack stays unusable for the life of the JVM, for every
 * guest; so no guest code runs before all of these are ready.
 */
final class EarlyInitialization {
    private static final List<Class<?>> CLASSES =
            List.of(
                    // What compiled code calls.
                    ConstantEvaluators.class,
                    GlobalInstance.class,
                    ImportFunction.class,
                    Instruction.class,
                    MemCopyWorkaround.class,
                    OpCode.class,
                    OpcodeImpl.class,
                    PassiveDataSegment.class,
                    PassiveElement.class,
                    StrictMath.class,
                    TableInstance.class,
                    ValType.class,
                    Value.class,
                    // What it throws.
                    ChicoryException.class,
                    InvalidException.class,
                    TrapException.class,
                    UninstantiableException.class,
                    WasmException.class,
                    WasmRuntimeException.class,
                    // What of ours it meets.
                    CallClock.class,
                    DeadlineFlag.class,
                    DeadlineWatchdog.class,
                    FlatMemory.class,
                    GuestTrap.class,
                    HostFunction.class,
                    LimitedTable.class,
                    RunningCall.class,
                    StackHeadroom.class,
                    TrapKind.class,
                    UnsignedComparison.class);

    private EarlyInitialization() {}

    static void ensure() {
        for (Class<?> type : CLASSES) {
            initialize(type);
        }
        // The first use of a grouping flag loads locale providers and resource bundles; messages of
        // traps have it.
        if (String.format("%,d %08x %s", 1, 1, "").isEmpty()) {
            throw new AssertionError("a formatted number is never empty");
        }
    }

    private static void initialize(Class<?> type) {
        try {
            Class.forName(type.getName(), true, type.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            // It is at hand as a class object.
            throw new IllegalStateException(impossible);
        }
    }
}
