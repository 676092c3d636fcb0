package io.github.flinkwasm.internal.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An instance of a test guest with a method to call its exports by name. */
public final class TestGuest implements AutoCloseable {
    public static final ModuleLimits LIMITS =
            new ModuleLimits(64, 1 << 20, 100, Duration.ofSeconds(30));

    private static final long CALL_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final GuestInstance instance;

    private TestGuest(GuestInstance instance) {
        this.instance = instance;
    }

    /** The bytes of a guest, by its path under guests/ without the ending. */
    public static byte[] bytes(String guest) {
        String resource = "/guests/" + guest + ".wasm";
        try (InputStream in = TestGuest.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("No test resource " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A compiled guest, by its path under guests/ without the ending. */
    public static CompiledModule compile(String guest) {
        return ModuleCompiler.compile(bytes(guest), guest);
    }

    /** A compiled guest from bytes that a test puts together. */
    public static CompiledModule compile(ModuleBytes bytes) {
        return ModuleCompiler.compile(bytes.toArray(), "test module");
    }

    public static TestGuest start(CompiledModule module, HostEnvironment... environments) {
        return start(module, LIMITS, environments);
    }

    public static TestGuest start(
            CompiledModule module, ModuleLimits limits, HostEnvironment... environments) {
        return new TestGuest(
                new Instantiation(module, limits).create(List.of(environments), List.of()));
    }

    public GuestInstance instance() {
        return instance;
    }

    /** Calls an export with plenty of time. */
    public long call(String export, long... arguments) {
        return callWithin(CALL_NANOS, export, arguments);
    }

    long callWithin(long nanos, String export, long... arguments) {
        instance.startClock(nanos);
        try {
            return instance.call(
                    instance.compiledModule().description().exportedFunction(export).orElseThrow(),
                    arguments);
        } finally {
            instance.stopClock();
        }
    }

    /** A call whose result is an i32. */
    int callInt(String export, long... arguments) {
        return (int) call(export, arguments);
    }

    @Override
    public void close() {
        instance.close();
    }
}
