package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.replay.archive.ArchiveFile;
import io.github.flinkwasm.replay.output.Journal;
import io.github.flinkwasm.replay.output.Manifest;
import io.github.flinkwasm.replay.output.OutputDirectory;
import io.github.flinkwasm.replay.output.RecordedOutput;
import io.github.flinkwasm.replay.output.ReplayPlan;
import io.github.flinkwasm.replay.output.UnitResult;
import io.github.flinkwasm.replay.report.ReplayReport;
import io.github.flinkwasm.replay.report.ReplayStatistics;
import io.github.flinkwasm.replay.report.ReplaySummary;
import io.github.flinkwasm.replay.report.ReplayedFile;
import io.github.flinkwasm.replay.report.ReplayedFilter;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do once all units are finished: the manifest, the report, and the marker that all
 * is there. Made of the plan and the journal alone, so that it can be done again.
 */
final class Completion {
    private static final String REPORT = "report.html";
    private static final int DAMAGES_NAMED = 100;

    private final ReplaySettings settings;
    private final ReplayPlan plan;
    private final int parallelism;
    private final @Nullable RecordedOutput recorded;
    private final JobDefinition job;
    private final SortedMap<Integer, String> finishedBefore;
    private final Instant started;

    private final ReplayStatistics statistics = new ReplayStatistics();
    private final List<ReplayedFile> files = new ArrayList<>();
    private final List<String> damages = new ArrayList<>();
    private long damagedFiles;
    private Totals totals = new Totals(0, 0, 0, 0, 0);

    private record Totals(long read, long emitted, long dropped, long failed, long unreadable) {
        Totals plus(UnitResult unit) {
            return new Totals(
                    read + unit.read(),
                    emitted + unit.emitted(),
                    dropped + unit.dropped(),
                    failed + unit.failed(),
                    unreadable + unit.unreadable());
        }
    }

    /**
     * @param settings with pinned modules
     * @param recorded what the replay was compared with; null if it was not
     * @param job what this run's tasks had to know
     * @param finishedBefore the units that other runs have finished, and which
     * @param parallelism how many tasks there were
     */
    Completion(
            ReplaySettings settings,
            ReplayPlan plan,
            @Nullable RecordedOutput recorded,
            JobDefinition job,
            SortedMap<Integer, String> finishedBefore,
            int parallelism,
            Instant started) {
        this.settings = settings;
        this.plan = plan;
        this.recorded = recorded;
        this.job = job;
        this.finishedBefore = finishedBefore;
        this.parallelism = parallelism;
        this.started = started;
    }

    ReplayResult complete(OutputDirectory output) throws IOException {
        Journal journal = new Journal(settings.output());
        Map<String, Long> written = new HashMap<>();
        try (Manifest manifest = Manifest.begin(settings.output(), plan.settings())) {
            for (int unit = 0; unit < plan.inputs().size(); unit++) {
                ArchiveFile input = plan.inputs().get(unit);
                UnitResult result = result(journal, unit);
                manifest.add(result, input.modified());
                add(result);
                result.files().forEach(file -> written.put(file.path(), file.bytes()));
            }
            manifest.finish();
        }
        job.requireHeld();
        output.keepOnly(written);
        output.write(
                OutputDirectory.STATISTICS, statistics.toJson().getBytes(StandardCharsets.UTF_8));
        Instant ended = Instant.now();
        ReplaySummary summary = summary(ended);
        output.write(REPORT, html(summary));
        // Another run that has taken the directory meanwhile looks at the journal, which goes now.
        job.requireHeld();
        output.finish();
        return new ReplayResult(
                files.size(),
                totals.read(),
                totals.emitted(),
                totals.dropped(),
                totals.failed(),
                totals.unreadable(),
                List.copyOf(damages),
                damagedFiles,
                summary,
                settings.output() + "/" + REPORT,
                Duration.between(started, ended));
    }

    private UnitResult result(Journal journal, int unit) throws IOException {
        try {
            return journal.get(unit, finishedBefore.getOrDefault(unit, job.run()));
        } catch (FileNotFoundException e) {
            // As when another run has finished the replay.
            job.requireHeld();
            throw new IOException(
                    "%s: something else has written to %s. Go on with --resume, which replays its input again"
                            .formatted(e.getMessage(), settings.output()),
                    e);
        }
    }

    private void add(UnitResult unit) {
        totals = totals.plus(unit);
        statistics.merge(ReplayStatistics.fromJson(unit.statistics()));
        files.add(
                new ReplayedFile(
                        unit.uri(),
                        unit.kind(),
                        unit.length(),
                        unit.read(),
                        unit.emitted(),
                        unit.dropped(),
                        unit.failed(),
                        unit.unreadable(),
                        unit.damage()));
        if (!unit.damage().isEmpty()) {
            damagedFiles++;
            if (damages.size() < DAMAGES_NAMED) {
                damages.add(unit.damage());
            }
        }
    }

    private ReplaySummary summary(Instant ended) throws IOException {
        List<ReplayedFilter> filters = new ArrayList<>();
        settings.filters()
                .forEach(route -> filters.add(filter(ReplayedFilter.Role.CANDIDATE, route)));
        settings.baseline()
                .forEach(route -> filters.add(filter(ReplayedFilter.Role.BASELINE, route)));
        RecordedOutput then = recorded;
        if (then != null) {
            List<ReplayedFilter> recordedFilters = Planning.recordedFilters(then);
            addRecordedStatistics(then, filters.size(), recordedFilters.size());
            filters.addAll(recordedFilters);
        }
        return ReplaySummary.builder()
                .setStatistics(statistics)
                .setFilters(filters)
                .setRecordedBaseline(then == null ? "" : then.directory())
                .setFiles(files)
                .setOptions(plan.settings())
                .setVersions(versions())
                .setCommandLine(settings.commandLine())
                .setWorkingDirectory(settings.workingDirectory())
                .setRun(started, ended)
                .setParallelism(parallelism)
                .build();
    }

    private void addRecordedStatistics(RecordedOutput then, int index, int filters)
            throws IOException {
        Optional<String> json = then.statistics();
        if (json.isPresent()) {
            try {
                statistics.addFilters(index, ReplayStatistics.fromJson(json.get()), filters);
            } catch (IllegalArgumentException e) {
                // Of another version: the report says that the cost is not known.
            }
        }
    }

    private static ReplayedFilter filter(ReplayedFilter.Role role, FilterRoute route) {
        return new ReplayedFilter(
                role,
                route.filter().module().uri(),
                route.filter().module().sha256().orElse(""),
                route.filter().functionName(),
                route.filter().eventFormat().name(),
                route.tags());
    }

    private static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Java", Runtime.version().toString());
        return versions;
    }

    private static byte[] html(ReplaySummary summary) throws IOException {
        ByteArrayOutputStream html = new ByteArrayOutputStream();
        try (Writer writer = new OutputStreamWriter(html, StandardCharsets.UTF_8)) {
            ReplayReport.write(writer, summary);
        }
        return html.toByteArray();
    }
}
