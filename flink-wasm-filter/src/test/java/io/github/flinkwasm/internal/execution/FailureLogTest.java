package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class FailureLogTest {

    private final List<String> lines = new ArrayList<>();
    // A clock of System.nanoTime's kind starts anywhere and may overflow.
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);
    private final FailureLog log = new FailureLog(lines::add, nanoTime::get, "The side output");

    @Test
    void warnsOnceInTenSecondsAndCountsTheRest() {
        // When
        for (int i = 0; i < 1000; i++) {
            log.warn(failure(), "was dropped");
        }
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
        log.warn(failure(), "was dropped");
        nanoTime.incrementAndGet();
        log.warn(failure(), "was dropped");

        // Then
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .startsWith("An event failed and was dropped: ")
                .contains("MEMORY_LIMIT", "failed since the last such warning: 1.");
        assertThat(lines.get(1)).contains("failed since the last such warning: 1001.");
    }

    @Test
    void showsNoContents() {
        // When
        log.warn(failure(), "was passed through unfiltered");

        // Then
        assertThat(lines).singleElement().asString().contains("record of 7 bytes");
        assertThat(lines).singleElement().asString().doesNotContain("hunter2");
    }

    private static FilterFailure failure() {
        LogEvent event = LogEvent.of("app", 1, 2, new byte[] {'h', 'u', 'n', 't', 'e', 'r', '2'});
        return new FilterFailure(event, "00", "f", FailureReason.MEMORY_LIMIT, "denied");
    }
}
