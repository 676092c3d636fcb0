package io.github.flinkwasm.internal.abi;

import io.github.flinkwasm.internal.runtime.FunctionSignature;
import io.github.flinkwasm.internal.runtime.ModuleDescription;

/** Where a guest finds tag and record. */
public enum ArgumentPlacement {
    /**
     * Above the guest's memory, in a window that belongs to the host. No allocator of the guest is
     * asked, and nothing of the guest's can be overwritten. See docs/rationale.md, "Why do
     * arguments live above the guest's memory?".
     */
    HOST_WINDOW(
            "in the host window above the guest's memory; the guest's allocator and stack are not"
                    + " touched"),

    /**
     * In objects made by AssemblyScript's runtime: a filter may take its arguments as managed
     * buffers, whose header lies in front of the bytes, so they have to come from {@code __new}.
     */
    MANAGED_OBJECTS(
            "in objects of AssemblyScript's runtime (the module exports __new, __pin and __unpin),"
                    + " as in Fluent Bit, so that a filter can take them as managed buffers");

    private static final FunctionSignature NEW = FunctionSignature.of("ii:i");
    private static final FunctionSignature PIN = FunctionSignature.of("i:i");
    private static final FunctionSignature UNPIN = FunctionSignature.of("i:");

    private final String explanation;

    ArgumentPlacement(String explanation) {
        this.explanation = explanation;
    }

    /** The placement that fits a module. */
    public static ArgumentPlacement of(ModuleDescription module) {
        boolean managed =
                module.exportsFunction("__new", NEW)
                        && module.exportsFunction("__pin", PIN)
                        && module.exportsFunction("__unpin", UNPIN);
        return managed ? MANAGED_OBJECTS : HOST_WINDOW;
    }

    /** Where and why, as the end of a sentence without a full stop. */
    public String explanation() {
        return explanation;
    }
}
