package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.FunctionSignature;
import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import io.github.flinkwasm.internal.runtime.GuestMemoryFixture;
import io.github.flinkwasm.internal.runtime.GuestTrap;
import io.github.flinkwasm.internal.runtime.TrapKind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** A call without a guest: real guest memory, and everything else counted and written down. */
final class FakeGuestCall implements GuestCall {
    private final GuestMemory memory;
    private final Map<String, Function<long[], Long>> exports = new HashMap<>();

    /** The deadline passes at this check. */
    long checksLeft = Long.MAX_VALUE;

    long slept;
    int deniedAllocations;

    FakeGuestCall() {
        this(1 << 20);
    }

    FakeGuestCall(long maxHeapBytes) {
        memory = GuestMemoryFixture.onePage(maxHeapBytes);
    }

    void export(String name, String signature, Function<long[], Long> body) {
        exports.put(name + FunctionSignature.of(signature), body);
    }

    @Override
    public GuestMemory memory() {
        return memory;
    }

    @Override
    public void checkDeadline() {
        if (--checksLeft < 0) {
            throw new GuestTrap(TrapKind.TIMEOUT, "deadline");
        }
    }

    @Override
    public void sleep(long nanos) {
        slept += nanos;
        checkDeadline();
    }

    @Override
    public long callExport(String name, long... arguments) {
        return exports.entrySet().stream()
                .filter(export -> export.getKey().startsWith(name + "("))
                .findAny()
                .orElseThrow(() -> GuestTrap.trap("no export " + name))
                .getValue()
                .apply(arguments);
    }

    @Override
    public boolean hasExport(String name, FunctionSignature signature) {
        return exports.containsKey(name + signature);
    }

    @Override
    public void noteDeniedAllocation() {
        deniedAllocations++;
    }

    /** Writes bytes and returns the address. */
    int write(int address, byte[] bytes) {
        memory.write(address, bytes, 0, bytes.length);
        return address;
    }

    /** Writes a C string, one byte a character, and returns the address. */
    int string(int address, String text) {
        return write(address, (text + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads a C string, one character a byte. */
    String string(int address) {
        return text(address, memory.stringLength(address));
    }

    /** Reads bytes as text, one character a byte. */
    String text(int address, int length) {
        return new String(bytes(address, length), StandardCharsets.ISO_8859_1);
    }

    byte[] bytes(int address, int length) {
        byte[] bytes = new byte[length];
        memory.read(address, bytes, 0, length);
        return bytes;
    }
}
