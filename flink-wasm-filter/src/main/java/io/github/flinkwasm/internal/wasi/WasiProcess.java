package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.TrapKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Arguments (none), environment, exit. */
final class WasiProcess {
    private final List<byte[]> environment;

    WasiProcess(Map<String, String> environment) {
        this.environment =
                environment.entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue() + "\0")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .toList();
    }

    void register(WasiFunctionTable wasi) {
        wasi.add("args_sizes_get", "ii:i", (call, a) -> sizes(call, a, List.of()));
        wasi.add("args_get", "ii:i", (call, a) -> strings(call, a, List.of()));
        wasi.add("environ_sizes_get", "ii:i", (call, a) -> sizes(call, a, environment));
        wasi.add("environ_get", "ii:i", (call, a) -> strings(call, a, environment));
        wasi.add("sched_yield", ":i", (call, a) -> call.checkDeadline());
        wasi.addPlain("proc_exit", "i:", (call, a) -> exit("proc_exit", (int) a[0]));
        wasi.addPlain("proc_raise", "i:i", (call, a) -> exit("proc_raise", (int) a[0]));
    }

    private static void sizes(GuestCall call, long[] a, List<byte[]> strings) {
        int bytes = strings.stream().mapToInt(string -> string.length).sum();
        call.memory().writeInt((int) a[0], strings.size());
        call.memory().writeInt((int) a[1], bytes);
    }

    private static void strings(GuestCall call, long[] a, List<byte[]> strings) {
        GuestMemory memory = call.memory();
        int pointer = (int) a[0];
        int text = (int) a[1];
        for (byte[] string : strings) {
            memory.writeInt(pointer, text);
            memory.write(text, string, 0, string.length);
            pointer += 4;
            text += string.length;
        }
    }

    private static long exit(String function, int code) {
        throw new GuestTrap(TrapKind.EXITED, function + "(" + code + ")");
    }
}
