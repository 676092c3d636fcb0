package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cancelled task whose guest is still starting ends as cancelled, not as a refused module. */
@Timeout(60)
class CancelledStartTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command-line/start-loop",
                "wat/sandbox/start-section-waits",
                "wat/sandbox/initialize-keeps-host-busy"
            })
    void startCodeEndsWithTheInterruptOfItsThread(String guest) throws InterruptedException {
        // Given
        AtomicReference<Throwable> seen = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        Thread task =
                new Thread(
                        () -> {
                            try {
                                TestFilters.open(
                                        TestFilters.filter("guests/" + guest + ".wasm", "f"));
                            } catch (InterruptedException | RuntimeException ended) {
                                seen.set(ended);
                                flag.set(Thread.currentThread().isInterrupted());
                            }
                        });
        task.start();

        // When
        task.interrupt();
        task.join();

        // Then
        assertThat(seen.get())
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("start code");
        assertThat(flag).isTrue();
    }

    @Test
    void aGuestThatStartsWithoutCodeStartsOnAnInterruptedThreadToo() throws InterruptedException {
        // Given
        Thread.currentThread().interrupt();

        // When
        FilterExecutor executor =
                TestFilters.open(TestFilters.filter("guests/wat/identity.wasm", "f"));

        // Then
        assertThat(Thread.interrupted()).isTrue();
        executor.close();
    }
}
