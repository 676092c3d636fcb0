package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.TrapKind;
import java.nio.charset.StandardCharsets;

/** The builtins that end the guest's call, and the stubs of C++ exceptions. */
final class ExitBuiltins {
    /** So many characters of an AssemblyScript string are shown. */
    private static final int MAX_CHARACTERS = 200;

    private ExitBuiltins() {}

    static void register(HostFunctionTable env) {
        exit(env, "exit", TrapKind.EXITED);
        exit(env, "abort", TrapKind.EXITED);
        exit(env, "abortStackOverflow", TrapKind.TRAP);
        exit(env, "nullFunc_X", TrapKind.TRAP);
        env.add(
                "abort",
                ":",
                (call, a) -> {
                    throw new GuestTrap(TrapKind.EXITED, "env.abort()");
                });
        env.add(
                "abort",
                "iiii:",
                (call, a) -> {
                    throw assemblyScriptAbort(
                            call.memory(), (int) a[0], (int) a[1], (int) a[2], (int) a[3]);
                });
        env.add(
                "__cxa_throw",
                "iii:",
                (call, a) -> {
                    throw GuestTrap.trap(
                            "the guest threw a C++ exception, and exceptions are not supported;"
                                    + " build it with -fno-exceptions");
                });
        // A catch is never reached, since a throw is the end.
        env.addLeaf("__cxa_begin_catch", "i:", (call, a) -> 0);
        env.addLeaf("__cxa_begin_catch", "i:i", ExitBuiltins::firstArgument);
    }

    private static long firstArgument(GuestCall call, long[] arguments) {
        return (int) arguments[0];
    }

    private static void exit(HostFunctionTable env, String name, TrapKind kind) {
        env.add(
                name,
                "i:",
                (call, a) -> {
                    throw new GuestTrap(kind, "env." + name + "(" + (int) a[0] + ")");
                });
    }

    private static GuestTrap assemblyScriptAbort(
            GuestMemory memory, int message, int file, int line, int column) {
        String text = assemblyScriptString(memory, message);
        String where = assemblyScriptString(memory, file);
        return GuestTrap.trap(
                "the guest aborted: "
                        + (text.isEmpty()
                                ? "no message"
                                : HarmlessText.quoted(text, MAX_CHARACTERS))
                        + (where.isEmpty()
                                ? ""
                                : " at "
                                        + HarmlessText.of(where)
                                        + "("
                                        + Integer.toUnsignedString(line)
                                        + ":"
                                        + Integer.toUnsignedString(column)
                                        + ")"));
    }

    /**
     * A string object: UTF-16 at the address, its length in bytes in the 4 bytes before. Empty if
     * unreadable.
     */
    private static String assemblyScriptString(GuestMemory memory, int address) {
        if (address < 4 || !memory.contains(address - 4, 4)) {
            return "";
        }
        int length = memory.readInt(address - 4);
        if (!memory.contains(address, length)) {
            return "";
        }
        byte[] bytes = new byte[Math.min(length, 2 * (MAX_CHARACTERS + 1))];
        memory.read(address, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_16LE);
    }
}
