package io.github.flinkwasm.replay.report;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import io.github.flinkwasm.replay.diff.OutcomeComparison;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A replay that never ran, with something of everything that a report shows. */
final class SampleReplay {
    static final String DIGEST = "9f2c41d0a7e35b86".repeat(4);

    static final Instant STARTED = Instant.parse("2026-11-22T09:15:00Z");

    private static final long FIRST_EVENT = Instant.parse("2026-10-01T00:00:00Z").getEpochSecond();
    private static final long SECONDS_OF_EVENTS = 21 * 86_400;
    private static final List<String> TAGS =
            List.of("web.access", "web.error", "app.orders", "postgresql", "kernel");

    private SampleReplay() {}

    /** Statistics of so many events, a few of each outcome. */
    static ReplayStatistics statistics(int events, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ReplayStatistics statistics = new ReplayStatistics();
        for (int i = 0; i < events; i++) {
            count(statistics, random, "archive/web-" + random.nextInt(3) + ".ndjson.gz", i + 1);
        }
        statistics.fileRead(40L * events, events);
        statistics.recordBytes(180L * events, 120L * events);
        for (int second = 0; second < 40; second++) {
            statistics.progressed(
                    STARTED.plusSeconds(second).toEpochMilli(), 900 + random.nextInt(300), 40_000);
        }
        return statistics;
    }

    private static void count(
            ReplayStatistics statistics, SplittableRandom random, String file, long item) {
        String tag = TAGS.get(random.nextInt(1 + random.nextInt(TAGS.size())));
        long time = time(random);
        int kind = random.nextInt(1_000);
        FilterStatistics filter = statistics.filter(0);
        if (kind < 4) {
            statistics.unreadable(
                    "the line ends inside a string at byte " + random.nextInt(90),
                    utf8("{\"level\":\"info\",\"message\":\"cut o"),
                    file,
                    item);
            return;
        }
        filter.latency((long) (700 * Math.exp(random.nextGaussian() * 0.5)));
        if (kind < 20) {
            statistics.failed(0, failure(random, tag, time), file, item);
            filter.failed();
        } else if (kind < 380) {
            statistics.dropped(tag, time);
            filter.dropped();
        } else {
            statistics.emitted(tag, time);
            filter.emitted();
        }
    }

    private static long time(SplittableRandom random) {
        int kind = random.nextInt(2_000);
        if (kind == 0) {
            return 0;
        }
        if (kind == 1) {
            return 4_102_444_800L + 7;
        }
        if (kind == 2) {
            return Instant.parse("2003-03-04T05:06:07Z").getEpochSecond();
        }
        double day = random.nextInt(21) * 86_400.0;
        double hour = (13 + 4 * random.nextGaussian()) * 3_600;
        return FIRST_EVENT + (long) Math.max(0, Math.min(SECONDS_OF_EVENTS - 1.0, day + hour));
    }

    static FilterFailure failure(SplittableRandom random, String tag, long time) {
        FailureReason reason =
                random.nextInt(3) == 0 ? FailureReason.INVALID_RECORD : FailureReason.TRAP;
        String detail =
                reason == FailureReason.TRAP
                        ? "out of bounds memory access at offset " + random.nextInt(70_000)
                        : "the guest returned \"{oops" + random.nextInt(9) + "\" at byte 5";
        return new FilterFailure(
                LogEvent.of(
                        tag,
                        time,
                        0,
                        utf8(
                                "{\"level\":\"error\",\"message\":\"payment 4711"
                                        + " refused\",\"ms\":12}")),
                DIGEST,
                "redact",
                reason,
                detail);
    }

    /** What a candidate that masks addresses changes. */
    static void compare(ReplayStatistics statistics, int events) {
        SplittableRandom random = new SplittableRandom(5);
        OutcomeComparison comparison = new OutcomeComparison(EventFormat.JSON, EventFormat.JSON);
        for (int i = 0; i < events; i++) {
            String address = "10.0." + random.nextInt(9) + "." + random.nextInt(255);
            LogEvent event =
                    LogEvent.of(
                            "web.access",
                            FIRST_EVENT + i,
                            0,
                            utf8(
                                    "{\"remote\":\"%s\",\"status\":%d,\"path\":\"/orders/%d\"}"
                                            .formatted(address, 200 + random.nextInt(3), i)));
            FilterOutcome before = new FilterOutcome.Emitted(event);
            FilterOutcome after =
                    switch (random.nextInt(10)) {
                        case 0 -> new FilterOutcome.Dropped();
                        case 1 ->
                                new FilterOutcome.Failed(
                                        failure(random, "web.access", FIRST_EVENT));
                        case 2, 3, 4 ->
                                new FilterOutcome.Emitted(
                                        event.withRecord(
                                                utf8(
                                                        text(event)
                                                                .replaceAll(
                                                                        "10\\.0\\.\\d+\\.\\d+",
                                                                        "10.0.x.x")
                                                                .replace(
                                                                        "}",
                                                                        ",\"masked\":true}"))));
                        default -> before;
                    };
            statistics.filter(1).emitted();
            statistics.filter(1).latency(400 + random.nextInt(900));
            statistics.compared(
                    comparison.compare(before, after), event, "archive/web-1.ndjson.gz", i + 1);
        }
    }

    static ReplaySummary summary(ReplayStatistics statistics) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("Input", "archive/*.ndjson.gz");
        options.put("Damaged files", "skip the rest");
        options.put("Output", "out, NDJSON, gzip, by tag and day");
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("flink-wasm-filter", "0.1.0-SNAPSHOT");
        versions.put("Flink", "2.3.0");
        versions.put("Java", "17.0.15");
        List<ReplayedFile> files = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            files.add(
                    new ReplayedFile(
                            "archive/web-" + i + ".ndjson.gz",
                            "gzip, NDJSON",
                            1_234_567L * (i + 1),
                            10,
                            6,
                            3,
                            i,
                            1 - Math.min(1, i),
                            i == 2 ? "ends in the middle of a gzip member" : ""));
        }
        return ReplaySummary.builder()
                .setStatistics(statistics)
                .setFilters(
                        List.of(
                                filter(ReplayedFilter.Role.CANDIDATE, "redact"),
                                filter(ReplayedFilter.Role.BASELINE, "redact")))
                .setFiles(files)
                .setOptions(options)
                .setVersions(versions)
                .setCommandLine(
                        "wasm-filter replay 'archive/*.ndjson.gz' --wasm redact.wasm --function"
                                + " redact --against redact-1.wasm --output out")
                .setWorkingDirectory("/srv/replays")
                .setRun(STARTED, STARTED.plusSeconds(40))
                .setParallelism(2)
                .build();
    }

    static ReplayedFilter filter(ReplayedFilter.Role role, String function) {
        return new ReplayedFilter(
                role, "s3://filters/" + function + ".wasm", DIGEST, function, "JSON", "web.*");
    }

    private static String text(LogEvent event) {
        return new String(event.record(), StandardCharsets.UTF_8);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
