package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.LogEvent;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends many events through one filter, looks at the outcome of each, and ten times at the memory
 * that is in use.
 */
final class LongRun {

    /** What is sent, and what has to come back. */
    interface Traffic {
        byte[] record(long number);

        boolean isRight(long number, FilterOutcome outcome);
    }

    /** How far a run has come; memory in bytes, that of the JVM after a collection. */
    record Sample(
            long events,
            long wrong,
            long resets,
            long mostGuestBytes,
            long heapBytes,
            long metaspaceBytes) {

        @Override
        public String toString() {
            return "| %,d | %,d | %,d | %,d | %,d | %,d |"
                    .formatted(
                            events,
                            wrong,
                            resets,
                            mostGuestBytes >> 10,
                            heapBytes >> 10,
                            metaspaceBytes >> 10);
        }
    }

    private static final int SAMPLES = 10;

    private final FilterExecutor executor;
    private final Traffic traffic;
    private final List<Sample> samples = new ArrayList<>();
    private long emitted;
    private long dropped;
    private long failed;
    private long wrong;
    private String firstWrong = "none";
    private long recordBytes;
    private long mostGuestBytes;
    private long nanos;

    LongRun(FilterExecutor executor, Traffic traffic) {
        this.executor = executor;
        this.traffic = traffic;
    }

    void send(long events) throws InterruptedException {
        long start = System.nanoTime();
        for (long i = 0; i < events; i++) {
            // A copy: the event takes what it is given, and a wrong outcome should not change it.
            byte[] record = traffic.record(i).clone();
            FilterOutcome outcome = executor.execute(LogEvent.of("long.run", i, 0, record));
            count(outcome);
            recordBytes += record.length;
            if (!traffic.isRight(i, outcome)) {
                if (wrong++ == 0) {
                    firstWrong = "event %,d: %s".formatted(i, TestFilters.describe(outcome));
                }
            }
            mostGuestBytes = Math.max(mostGuestBytes, executor.instance().memoryBytes());
            if ((i + 1) % (events / SAMPLES) == 0) {
                samples.add(sample(i + 1));
            }
        }
        nanos = System.nanoTime() - start;
    }

    private void count(FilterOutcome outcome) {
        if (outcome instanceof FilterOutcome.Emitted) {
            emitted++;
        } else if (outcome instanceof FilterOutcome.Dropped) {
            dropped++;
        } else {
            failed++;
        }
    }

    private Sample sample(long events) {
        System.gc();
        long metaspace =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getName().equals("Metaspace"))
                        .map(MemoryPoolMXBean::getUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum();
        return new Sample(
                events,
                wrong,
                executor.instance().resets(),
                mostGuestBytes,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                metaspace);
    }

    long emitted() {
        return emitted;
    }

    long dropped() {
        return dropped;
    }

    long failed() {
        return failed;
    }

    /** The first event whose outcome was wrong, and the outcome; {@code none} if there is none. */
    String firstWrong() {
        return firstWrong;
    }

    /** The most guest memory that was in use after an event. */
    long mostGuestBytes() {
        return mostGuestBytes;
    }

    /** How much more heap was in use after any later tenth of the events than after the first. */
    long heapGrowth() {
        return samples.stream().mapToLong(Sample::heapBytes).max().orElseThrow()
                - samples.get(0).heapBytes();
    }

    long metaspaceGrowth() {
        return samples.stream().mapToLong(Sample::metaspaceBytes).max().orElseThrow()
                - samples.get(0).metaspaceBytes();
    }

    /** The run as a section of a report. */
    List<String> report(String title) {
        List<String> lines = new ArrayList<>();
        lines.add("## " + title);
        lines.add("");
        lines.add(
                "%,d emitted, %,d dropped, %,d failed; %,d MiB of records; guest memory after"
                                .formatted(emitted, dropped, failed, recordBytes >> 20)
                        + " start-up %,d KiB; %,d new instances; %,d s."
                                .formatted(
                                        executor.instance().startBytes() >> 10,
                                        executor.instance().replacements(),
                                        nanos / 1_000_000_000));
        lines.add("");
        lines.add(
                "| Events | Wrong outcomes | Resets | Guest memory at most, KiB | Heap after"
                        + " collection, KiB | Metaspace, KiB |");
        lines.add("| ---: | ---: | ---: | ---: | ---: | ---: |");
        samples.forEach(sample -> lines.add(sample.toString()));
        return lines;
    }
}
