package io.github.flinkwasm.e2e;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits on conditions that only asking again can see. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    /**
     * Asks again and again until the answer will do.
     *
     * @param what is waited for, for the message
     * @param question may throw to end the waiting at once
     * @return the first answer that will do
     * @throws AssertionError after the time-out, with the last answer
     */
    public static <T> T until(
            String what, Duration timeout, Supplier<T> question, Predicate<T> willDo) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            T answer = question.get();
            if (willDo.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "Waited %s for %s; at last there was: %s".formatted(timeout, what, answer));
            }
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for " + what, e);
            }
        }
    }
}
