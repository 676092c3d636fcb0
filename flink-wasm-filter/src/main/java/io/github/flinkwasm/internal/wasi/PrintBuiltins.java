package io.github.flinkwasm.internal.wasi;

import io.github.flinkwasm.internal.runtime.GuestCall;
import io.github.flinkwasm.internal.runtime.GuestMemory;

/**
 * {@code printf} and its family, {@code puts} and {@code putchar}. What they print is the guest's
 * output.
 */
final class PrintBuiltins {
    private static final byte[] NEWLINE = {'\n'};

    private final EnvHeap heap;
    private final GuestOutput output;
    private final PrintfBuffer buffer = new PrintfBuffer();
    private final PrintfFormat format = new PrintfFormat(buffer);

    PrintBuiltins(EnvHeap heap, GuestOutput output) {
        this.heap = heap;
        this.output = output;
    }

    // The v-functions take a va_list, and on this target that is the pointer which the others get
    // too.
    void register(HostFunctionTable env) {
        for (String name : new String[] {"printf", "vprintf"}) {
            env.add(name, "ii:i", (call, a) -> print(call, (int) a[0], (int) a[1]));
        }
        for (String name : new String[] {"sprintf", "vsprintf"}) {
            env.add(
                    name,
                    "iii:i",
                    (call, a) -> printTo(call, name, (int) a[0], (int) a[1], (int) a[2]));
        }
        for (String name : new String[] {"snprintf", "vsnprintf"}) {
            env.add(
                    name,
                    "iiii:i",
                    (call, a) ->
                            printBounded(
                                    call, name, (int) a[0], (int) a[1], (int) a[2], (int) a[3]));
        }
        env.add("puts", "i:i", (call, a) -> puts(call, (int) a[0]));
        env.add("putchar", "i:i", (call, a) -> putchar((int) a[0]));
    }

    private int print(GuestCall call, int formatString, int arguments) {
        int length = render(call, formatString, arguments);
        output.write(GuestOutput.Stream.STDOUT, buffer.bytes(), 0, length);
        return length;
    }

    private int printTo(GuestCall call, String name, int target, int formatString, int arguments) {
        int length = render(call, formatString, arguments);
        buffer.append((byte) 0);
        heap.checkWrite(call.memory(), name, target, length + 1L);
        call.memory().write(target, buffer.bytes(), 0, length + 1);
        return length;
    }

    private int printBounded(
            GuestCall call, String name, int target, int size, int formatString, int arguments) {
        int length = render(call, formatString, arguments);
        if (size != 0) {
            int kept = (int) Math.min(length, Integer.toUnsignedLong(size) - 1);
            GuestMemory memory = call.memory();
            MemoryBuiltins.require(memory, name, target, kept + 1);
            heap.checkWrite(memory, name, target, kept + 1L);
            memory.write(target, buffer.bytes(), 0, kept);
            memory.writeByte(target + kept, (byte) 0);
        }
        return length;
    }

    private int render(GuestCall call, int formatString, int arguments) {
        buffer.clear();
        format.format(call, formatString, arguments);
        return buffer.length();
    }

    private int puts(GuestCall call, int string) {
        GuestMemory memory = call.memory();
        int length = memory.stringLength(string);
        output.write(
                GuestOutput.Stream.STDOUT, memory.arrayOf(string), memory.indexOf(string), length);
        output.write(GuestOutput.Stream.STDOUT, NEWLINE, 0, 1);
        return length + 1;
    }

    private int putchar(int value) {
        byte[] bytes = {(byte) value};
        output.write(GuestOutput.Stream.STDOUT, bytes, 0, 1);
        return value & 0xff;
    }
}
