package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.HostFunction;
import io.github.flinkwasm.internal.runtime.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Host functions on any memory with any arguments: they return, or end the call by a trap with a
 * message, whatever was called before. Nothing else gets out, and no path leads out of a grant.
 */
class HostFunctionsFuzzTest {
    private static final int MAX_CALLS = 20;
    private static final int MAX_CHECKS = 5_000;
    private static final int MEMORY_IN_USE = 4_096;
    private static final String SECRET = "the secret";

    @TempDir private static Path work;

    @BeforeAll
    static void makeFiles() throws IOException {
        Path granted = Files.createDirectory(work.resolve("granted"));
        Files.createDirectories(granted.resolve("a/b"));
        Files.writeString(granted.resolve("file"), "open to all");
        Files.writeString(work.resolve("secret"), SECRET);
        Files.createSymbolicLink(granted.resolve("a/up"), Path.of("../file"));
        Files.createSymbolicLink(granted.resolve("link"), Path.of("../secret"));
        Files.createSymbolicLink(granted.resolve("out"), Path.of(".."));
    }

    @FuzzTest(maxDuration = "5s")
    void env(FuzzedDataProvider data) {
        FakeGuestCall call = new FakeGuestCall(1 << 20);
        EnvBuiltins env = new EnvBuiltins(new GuestOutput(), GuestClocks.SYSTEM, 1 << 20);
        callAny(data, call, env.functions());
    }

    @FuzzTest(maxDuration = "5s")
    void wasi(FuzzedDataProvider data) {
        FakeGuestCall call = new FakeGuestCall(1 << 20);
        WasiPreview1 wasi =
                new WasiPreview1(
                        WasiOptions.NONE.withDirectory("/data", work.resolve("granted")),
                        new GuestOutput());
        try {
            callAny(data, call, wasi.functions());
        } finally {
            wasi.close();
        }
    }

    @FuzzTest(maxDuration = "5s")
    void paths(FuzzedDataProvider data) {
        WasiGuest guest =
                new WasiGuest(WasiOptions.NONE.withDirectory("/data", work.resolve("granted")));
        try {
            int directory = 3;
            while (data.remainingBytes() > 0) {
                int lookup = data.consumeBoolean() ? WasiGuest.FOLLOW : WasiGuest.NO_FOLLOW;
                int how = data.consumeBoolean() ? WasiGuest.DIRECTORY : 0;
                int opened = guest.open(directory, data.consumeString(64), lookup, how);
                if (opened > 0) {
                    assertThat(guest.read(opened, 100)).doesNotContain(SECRET);
                    directory = data.consumeBoolean() ? opened : 3;
                }
            }
        } catch (GuestTrap trap) {
            assertThat(trap.getMessage()).isNotBlank();
        } finally {
            guest.wasi.close();
        }
    }

    private static void callAny(
            FuzzedDataProvider data, FakeGuestCall call, List<HostFunction> functions) {
        call.checksLeft = MAX_CHECKS;
        call.write(0, data.consumeBytes(Math.min(MEMORY_IN_USE, data.remainingBytes() / 2)));
        try {
            for (int i = 0; i < MAX_CALLS && data.remainingBytes() > 0; i++) {
                HostFunction function = data.pickValue(functions);
                List<ValueType> types = function.signature().params();
                long[] arguments = new long[types.size()];
                for (int at = 0; at < arguments.length; at++) {
                    arguments[at] = argument(data, types.get(at));
                }
                long result = function.body().call(call, arguments);
                // Often what one function returns is what the next one gets: a block, a length.
                call.memory().writeInt(0, (int) result);
            }
        } catch (GuestTrap trap) {
            assertThat(trap.getMessage()).isNotBlank();
        }
    }

    private static long argument(FuzzedDataProvider data, ValueType type) {
        if (type == ValueType.I64) {
            return data.consumeLong();
        }
        return switch (data.consumeInt(0, 3)) {
            case 0 -> data.consumeInt(0, MEMORY_IN_USE);
            case 1 -> 0x7800_0000 + data.consumeInt(0, 1_024);
            case 2 -> data.consumeInt(-16, 16);
            default -> data.consumeInt();
        };
    }
}
