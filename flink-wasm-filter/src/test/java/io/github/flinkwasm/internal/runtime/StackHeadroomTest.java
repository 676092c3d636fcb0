package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class StackHeadroomTest {
    private static final int NEEDED = 48 << 10;

    @ParameterizedTest
    @ValueSource(
            strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation", "-Xmixed"})
    void triesOutEnoughHoweverItIsCompiled(String mode) throws IOException, InterruptedException {
        // When
        int bytes = Integer.parseInt(ChildJvm.run(Measurement.class, mode, "-Xss1m"));

        // Then
        assertThat(bytes).isGreaterThanOrEqualTo(NEEDED);
    }

    /**
     * Prints how many bytes the frames of the probe take: by how deep it gets on stacks of two
     * sizes.
     */
    static final class Measurement {
        private static final int SMALL = 2 << 20;
        private static final int LARGE = 6 << 20;

        private Measurement() {}

        @SuppressWarnings("SystemOut") // the test reads it
        public static void main(String[] arguments) throws InterruptedException {
            for (int i = 0; i < 30_000; i++) {
                StackHeadroom.ensure();
            }
            // The small stack first: the C library would give a thread a larger one that has become
            // free.
            int onSmall = deepest(SMALL);
            int onLarge = deepest(LARGE);
            int bytesPerFrame = (LARGE - SMALL) / (onLarge - onSmall);
            System.out.println(bytesPerFrame * StackHeadroom.FRAMES);
        }

        private static int deepest(int stackBytes) throws InterruptedException {
            int passes = 0;
            int fails = 1 << 20;
            while (fails - passes > 1) {
                int middle = (passes + fails) / 2;
                if (passes(middle, stackBytes)) {
                    passes = middle;
                } else {
                    fails = middle;
                }
            }
            return passes;
        }

        private static boolean passes(int frames, int stackBytes) throws InterruptedException {
            boolean[] passed = {false};
            Thread thread =
                    new Thread(
                            null,
                            () -> {
                                try {
                                    passed[0] = StackHeadroom.probe(frames) > 0;
                                } catch (StackOverflowError overflow) {
                                    passed[0] = false;
                                }
                            },
                            "probe",
                            stackBytes);
            thread.start();
            thread.join();
            return passed[0];
        }
    }
}
