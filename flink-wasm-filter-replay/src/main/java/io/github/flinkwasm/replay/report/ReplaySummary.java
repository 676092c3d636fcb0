package io.github.flinkwasm.replay.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.annotation.Experimental;

/** All that a report says of a replay: its statistics, and what ran over what, when and how. */
@Experimental
public final class ReplaySummary {
    private final ReplayStatistics statistics;
    private final List<ReplayedFilter> filters;
    private final String recordedBaseline;
    private final List<ReplayedFile> files;
    private final Map<String, String> options;
    private final Map<String, String> versions;
    private final String commandLine;
    private final String workingDirectory;
    private final Instant started;
    private final Instant ended;
    private final int parallelism;

    private ReplaySummary(Builder builder) {
        this.statistics = Objects.requireNonNull(builder.statistics, "statistics");
        this.filters = List.copyOf(builder.filters);
        this.recordedBaseline = builder.recordedBaseline;
        this.files = List.copyOf(builder.files);
        this.options = new LinkedHashMap<>(builder.options);
        this.versions = new LinkedHashMap<>(builder.versions);
        this.commandLine = builder.commandLine;
        this.workingDirectory = builder.workingDirectory;
        this.started = builder.started;
        this.ended = builder.ended;
        this.parallelism = builder.parallelism;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What was counted. */
    public ReplayStatistics statistics() {
        return statistics;
    }

    /** In the order of {@link ReplayStatistics#filter}. */
    public List<ReplayedFilter> filters() {
        return filters;
    }

    /** Where the baseline's outcomes were read; empty if its filters ran, or if there is none. */
    String recordedBaseline() {
        return recordedBaseline;
    }

    List<ReplayedFile> files() {
        return files;
    }

    Map<String, String> options() {
        return options;
    }

    Map<String, String> versions() {
        return versions;
    }

    String commandLine() {
        return commandLine;
    }

    String workingDirectory() {
        return workingDirectory;
    }

    Instant started() {
        return started;
    }

    Instant ended() {
        return ended;
    }

    int parallelism() {
        return parallelism;
    }

    /** Takes a summary together. The statistics must be given; all else may be left out. */
    public static final class Builder {
        private ReplayStatistics statistics = new ReplayStatistics();
        private List<ReplayedFilter> filters = new ArrayList<>();
        private String recordedBaseline = "";
        private List<ReplayedFile> files = new ArrayList<>();
        private Map<String, String> options = Map.of();
        private Map<String, String> versions = Map.of();
        private String commandLine = "";
        private String workingDirectory = "";
        private Instant started = Instant.EPOCH;
        private Instant ended = Instant.EPOCH;
        private int parallelism = 1;

        private Builder() {}

        /** What was counted in all parts of the replay, merged. */
        public Builder setStatistics(ReplayStatistics statistics) {
            this.statistics = statistics;
            return this;
        }

        /** All filters, in the order of {@link ReplayStatistics#filter}. */
        public Builder setFilters(List<ReplayedFilter> filters) {
            this.filters = filters;
            return this;
        }

        /**
         * The directory in which an earlier replay by the baseline's filters wrote what the
         * candidate is compared with. Empty by default: if there is a baseline, it ran.
         */
        public Builder setRecordedBaseline(String recordedBaseline) {
            this.recordedBaseline = recordedBaseline;
            return this;
        }

        /** All input files, in any order. */
        public Builder setFiles(List<ReplayedFile> files) {
            this.files = files;
            return this;
        }

        /** Options in force and their values, in the order in which they are to be shown. */
        public Builder setOptions(Map<String, String> options) {
            this.options = options;
            return this;
        }

        /** Names of programs and their versions, in the order in which they are to be shown. */
        public Builder setVersions(Map<String, String> versions) {
            this.versions = versions;
            return this;
        }

        /** A command that does the same again, quoted for a shell. */
        public Builder setCommandLine(String commandLine) {
            this.commandLine = commandLine;
            return this;
        }

        /** Where relative paths of the command line begin. */
        public Builder setWorkingDirectory(String workingDirectory) {
            this.workingDirectory = workingDirectory;
            return this;
        }

        /** When the run began and ended; of a resumed one, the first begin and the last end. */
        public Builder setRun(Instant started, Instant ended) {
            this.started = started;
            this.ended = ended;
            return this;
        }

        /** How many files were replayed at once. */
        public Builder setParallelism(int parallelism) {
            this.parallelism = parallelism;
            return this;
        }

        public ReplaySummary build() {
            return new ReplaySummary(this);
        }
    }
}
