package io.github.flinkwasm.internal.wasi;

import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;

/**
 * Initializes what host functions use, once for the JVM, before the first guest runs. A guest may
 * call the host on top of a nearly exhausted stack; a class whose initializer overflows there stays
 * unusable for good.
 */
final class WarmUp {
    /** Never false: reading it initializes this class, and that is the warm-up. */
    private static final boolean DONE = run();

    private WarmUp() {}

    /** Returns when everything is initialized. */
    static void ensure() {
        if (!DONE) {
            throw new AssertionError("the class initializer did not finish");
        }
    }

    private static boolean run() {
        numbers();
        messages();
        output();
        errors();
        heap();
        return true;
    }

    private static void numbers() {
        PrintfBuffer buffer = new PrintfBuffer();
        PrintfSpecification spec = new PrintfSpecification();
        for (char conversion : "diuoxXp".toCharArray()) {
            spec.clear();
            spec.addFlag((byte) '#');
            PrintfIntegers.write(buffer, spec, conversion, -42);
        }
        for (char conversion : "fFeEgG".toCharArray()) {
            for (double value : new double[] {0, 1.5, -1e300, Double.MIN_VALUE, Double.NaN}) {
                spec.clear();
                PrintfFloats.write(buffer, spec, conversion, value);
                spec.setPrecision(2000);
                PrintfFloats.write(buffer, spec, conversion, value);
            }
        }
        spec.setWidth(-20);
        spec.writeText(buffer, new byte[] {'x'}, 0, 1);
    }

    private static void messages() {
        String[] unused = {
            HeapTrap.overflow("f", 8, 1_000, 0, 1_000).getMessage(),
            HeapTrap.notAllocated("f", 8, 1_000).getMessage(),
            HeapTrap.foreign("f", 8).getMessage(),
            HeapTrap.alreadyFree("f", 8).getMessage(),
            HeapTrap.inside("f", 8, 0, 1_000).getMessage(),
            HarmlessText.quoted("\u001b\u202e", 1)
        };
        if (unused.length == 0) {
            throw new AssertionError("messages were made");
        }
    }

    private static void output() {
        GuestOutput output = new GuestOutput(2);
        Object state = output.captureState();
        output.write(GuestOutput.Stream.STDOUT, new byte[] {'\n', 'a', 'b'}, 0, 3);
        output.flush((stream, line) -> {});
        output.restoreState(state);
    }

    private static void errors() {
        for (Errno errno : Errno.values()) {
            errno.exception();
        }
        for (WasiLayout layout : WasiLayout.values()) {
            layout.subscriptionSize();
        }
        WasiFunctionTable.errnoOf(new FileSystemException("", null, "unknown"));
        ByteBuffer.allocate(1).clear();
    }

    private static void heap() {
        HeapBlocks blocks = new HeapBlocks();
        Object empty = blocks.captureState();
        int first = blocks.extend(8);
        blocks.extend(4);
        blocks.release(first);
        blocks.takeFree(3);
        blocks.restoreState(empty);
    }
}
