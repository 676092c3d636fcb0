package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.HostEnvironment;
import io.github.flinkwasm.internal.runtime.HostFunction;
import java.util.HashMap;
import java.util.Map;

/** Calls the functions of an environment by name, as a linked guest would. */
final class BoundFunctions {
    private final Map<String, HostFunction> functions = new HashMap<>();
    private final GuestCall call;

    /** Where a name has several signatures, the one listed first is called. */
    BoundFunctions(HostEnvironment environment, String module, GuestCall call) {
        this.call = call;
        for (HostFunction function : environment.functions()) {
            if (function.module().equals(module)) {
                functions.putIfAbsent(function.name(), function);
            }
        }
    }

    /** Calls a function and returns its result, an i32. */
    int call(String name, long... arguments) {
        return (int) callLong(name, arguments);
    }

    long callLong(String name, long... arguments) {
        HostFunction function = functions.get(name);
        if (function == null) {
            throw new AssertionError("no function " + name);
        }
        if (function.signature().params().size() != arguments.length) {
            throw new AssertionError(name + " takes " + function.signature());
        }
        return function.body().call(call, arguments.clone());
    }

    static BoundFunctions env(FakeGuestCall call) {
        return env(call, new GuestOutput());
    }

    static BoundFunctions env(FakeGuestCall call, GuestOutput output) {
        return new BoundFunctions(
                new EnvBuiltins(output, GuestClocks.SYSTEM, 1 << 20), "env", call);
    }
}
