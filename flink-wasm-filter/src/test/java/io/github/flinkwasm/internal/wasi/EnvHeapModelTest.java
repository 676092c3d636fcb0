package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.internal.runtime.GuestMemory;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random sequences of malloc, realloc and free against a model of what each block holds. */
class EnvHeapModelTest {
    private static final int STEPS = 10_000;

    private final FakeGuestCall call = new FakeGuestCall(4 << 20);
    private final GuestMemory memory = call.memory();
    private final EnvBuiltins builtins =
            new EnvBuiltins(new GuestOutput(), GuestClocks.SYSTEM, 4 << 20);
    private final BoundFunctions env = new BoundFunctions(builtins, "env", call);

    /** Address to contents, the bytes asked for. */
    private final TreeMap<Integer, byte[]> model = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void keepsBlocksApartAndTheirContents(long seed) {
        // Given
        Random random = new Random(seed);

        // When
        for (int step = 0; step < STEPS; step++) {
            int choice = random.nextInt(10);
            if (model.isEmpty() || choice < 5) {
                allocate(random, choice == 0);
            } else if (choice < 7) {
                reallocate(random);
            } else {
                free(random);
            }
        }

        // Then
        model.forEach((address, bytes) -> assertThat(contents(address, bytes)).isEqualTo(bytes));
        while (!model.isEmpty()) {
            free(random);
        }
        assertThat(env.call("malloc", 4 << 20)).as("all coalesced").isEqualTo(memory.heapBase());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void worksTheSameAfterARestoreAsAfterTheCapture(long seed) {
        // Given
        Random random = new Random(seed);
        for (int step = 0; step < 3_000; step++) {
            if (model.isEmpty() || random.nextInt(10) < 6) {
                allocate(random, false);
            } else {
                free(random);
            }
        }
        Object state = builtins.captureState();
        int[] first = sequence(seed);

        // When
        builtins.restoreState(state);
        int[] second = sequence(seed);

        // Then
        assertThat(second).isEqualTo(first);
    }

    private int[] sequence(long seed) {
        Random random = new Random(seed);
        int[] addresses = new int[2_000];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = env.call("malloc", random.nextInt(300));
            if (random.nextBoolean() && addresses[i] != 0) {
                env.call("free", addresses[i]);
            }
        }
        return addresses;
    }

    private void allocate(Random random, boolean zeroed) {
        int size = size(random);
        int address = zeroed ? env.call("calloc", 1, size) : env.call("malloc", size);
        if (address == 0) {
            return;
        }
        if (zeroed) {
            assertThat(contents(address, new byte[size])).isEqualTo(new byte[size]);
        }
        put(address, filled(random, size));
    }

    private void reallocate(Random random) {
        int address = pick(random);
        byte[] before = model.get(address);
        int size = size(random) + 1;
        int moved = env.call("realloc", address, size);
        if (moved == 0) {
            return;
        }
        model.remove(address);
        int kept = Math.min(size, before.length);
        assertThat(contents(moved, new byte[kept])).isEqualTo(Arrays.copyOf(before, kept));
        put(moved, filled(random, size));
    }

    private void free(Random random) {
        int address = pick(random);
        assertThat(contents(address, model.get(address))).isEqualTo(model.get(address));
        model.remove(address);
        env.call("free", address);
    }

    private int pick(Random random) {
        Integer below = model.floorKey(memory.heapBase() + random.nextInt(4 << 20));
        return below == null ? model.firstKey() : below;
    }

    /** Mostly small, sometimes large. */
    private static int size(Random random) {
        return random.nextInt(1 << random.nextInt(random.nextInt(20) == 0 ? 18 : 10));
    }

    private static byte[] filled(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private void put(int address, byte[] bytes) {
        assertThat(address % 16).isZero();
        Map.Entry<Integer, byte[]> before = model.lowerEntry(address);
        Map.Entry<Integer, byte[]> after = model.ceilingEntry(address);
        if (before != null) {
            assertThat(before.getKey() + before.getValue().length).isLessThanOrEqualTo(address);
        }
        if (after != null) {
            assertThat(address + bytes.length).isLessThanOrEqualTo(after.getKey());
            assertThat(after.getKey()).isNotEqualTo(address);
        }
        memory.write(address, bytes, 0, bytes.length);
        model.put(address, bytes);
    }

    private byte[] contents(int address, byte[] likeThis) {
        return call.bytes(address, likeThis.length);
    }
}
