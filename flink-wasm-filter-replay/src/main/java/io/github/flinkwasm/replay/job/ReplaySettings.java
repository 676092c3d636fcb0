package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.replay.archive.ArchiveOptions;
import io.github.flinkwasm.replay.output.OutputOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.annotation.Experimental;
import org.jspecify.annotations.Nullable;

/** What a {@link Replay} is to do. Immutable; see {@link Builder} for the defaults. */
@Experimental
public final class ReplaySettings {
    private final List<String> inputs;
    private final @Nullable String retriedOutput;
    private final ArchiveOptions.Builder archive;
    private final Map<String, String> archiveSettings;
    private final List<FilterRoute> filters;
    private final List<FilterRoute> baseline;
    private final @Nullable String baselineOutput;
    private final String output;
    private final OutputOptions outputOptions;
    private final @Nullable Integer parallelism;
    private final boolean resume;
    private final String commandLine;
    private final String workingDirectory;

    private ReplaySettings(Builder builder) {
        this.inputs = List.copyOf(builder.inputs);
        this.retriedOutput = builder.retriedOutput;
        this.archive = builder.archive;
        this.archiveSettings = Map.copyOf(builder.archiveSettings);
        this.filters = List.copyOf(builder.filters);
        this.baseline = List.copyOf(builder.baseline);
        this.baselineOutput = builder.baselineOutput;
        this.output = builder.output;
        this.outputOptions = builder.outputOptions;
        this.parallelism = builder.parallelism;
        this.resume = builder.resume;
        this.commandLine = builder.commandLine;
        this.workingDirectory = builder.workingDirectory;
    }

    public static Builder builder() {
        return new Builder();
    }

    List<String> inputs() {
        return inputs;
    }

    @Nullable String retriedOutput() {
        return retriedOutput;
    }

    ArchiveOptions.Builder archive() {
        return archive;
    }

    Map<String, String> archiveSettings() {
        return archiveSettings;
    }

    List<FilterRoute> filters() {
        return filters;
    }

    List<FilterRoute> baseline() {
        return baseline;
    }

    @Nullable String baselineOutput() {
        return baselineOutput;
    }

    String output() {
        return output;
    }

    OutputOptions outputOptions() {
        return outputOptions;
    }

    @Nullable Integer parallelism() {
        return parallelism;
    }

    boolean resume() {
        return resume;
    }

    String commandLine() {
        return commandLine;
    }

    String workingDirectory() {
        return workingDirectory;
    }

    /** The same with other filters. */
    ReplaySettings withFilters(List<FilterRoute> otherFilters, List<FilterRoute> otherBaseline) {
        Builder builder = new Builder();
        builder.inputs = inputs;
        builder.retriedOutput = retriedOutput;
        builder.archive = archive;
        builder.archiveSettings = archiveSettings;
        builder.filters = otherFilters;
        builder.baseline = otherBaseline;
        builder.baselineOutput = baselineOutput;
        builder.output = output;
        builder.outputOptions = outputOptions;
        builder.parallelism = parallelism;
        builder.resume = resume;
        builder.commandLine = commandLine;
        builder.workingDirectory = workingDirectory;
        return new ReplaySettings(builder);
    }

    /** Collects settings; not thread-safe. */
    @Experimental
    public static final class Builder {
        private List<String> inputs = new ArrayList<>();
        private @Nullable String retriedOutput;
        private ArchiveOptions.Builder archive = ArchiveOptions.builder();
        private Map<String, String> archiveSettings = new LinkedHashMap<>();
        private List<FilterRoute> filters = new ArrayList<>();
        private List<FilterRoute> baseline = new ArrayList<>();
        private @Nullable String baselineOutput;
        private String output = "";
        private OutputOptions outputOptions = OutputOptions.DEFAULT;
        private @Nullable Integer parallelism;
        private boolean resume;
        private String commandLine = "";
        private String workingDirectory = "";

        private Builder() {}

        /** Files, directories and globs, as {@code ArchiveFiles} takes them. */
        public Builder setInputs(List<String> inputs) {
            this.inputs = List.copyOf(inputs);
            return this;
        }

        /** Replays what an earlier replay could not finish, instead of an archive. */
        public Builder setRetriedOutput(String retriedOutput) {
            this.retriedOutput = Objects.requireNonNull(retriedOutput, "retriedOutput");
            return this;
        }

        /**
         * How to read files. The record format is chosen to fit the filters.
         *
         * @param settings the same as texts, by which a resumed replay is known to be the same one
         */
        public Builder setArchive(ArchiveOptions.Builder archive, Map<String, String> settings) {
            this.archive = Objects.requireNonNull(archive, "archive");
            this.archiveSettings = new LinkedHashMap<>(settings);
            return this;
        }

        /** The filters, in the order in which events go through them. At least one. */
        public Builder setFilters(List<FilterRoute> filters) {
            this.filters = List.copyOf(filters);
            return this;
        }

        /** Compares outcomes with those of other filters. None by default. */
        public Builder setBaseline(List<FilterRoute> baseline) {
            this.baseline = List.copyOf(baseline);
            return this;
        }

        /**
         * Compares outcomes with those that an earlier, finished replay of the same inputs wrote
         * into its directory. Not by default. Its inputs may be more, and its filters and the
         * format of its output others; how items, tags and times are read must be the same.
         */
        public Builder setBaselineOutput(String baselineOutput) {
            this.baselineOutput = Objects.requireNonNull(baselineOutput, "baselineOutput");
            return this;
        }

        /** The directory to write to: on any Flink file system that all tasks reach. */
        public Builder setOutput(String output) {
            this.output = Objects.requireNonNull(output, "output");
            return this;
        }

        public Builder setOutputOptions(OutputOptions outputOptions) {
            this.outputOptions = Objects.requireNonNull(outputOptions, "outputOptions");
            return this;
        }

        /**
         * How many files are replayed at once; by default as many as there are processors, and on a
         * cluster as many as {@code flink run -p} or Flink's configuration says.
         */
        public Builder setParallelism(int parallelism) {
            this.parallelism = parallelism;
            return this;
        }

        /** Goes on with the replay that did not finish in the output directory. */
        public Builder setResume(boolean resume) {
            this.resume = resume;
            return this;
        }

        /** A command that does the same again, for the report. */
        public Builder setCommandLine(String commandLine, String workingDirectory) {
            this.commandLine = Objects.requireNonNull(commandLine, "commandLine");
            this.workingDirectory = Objects.requireNonNull(workingDirectory, "workingDirectory");
            return this;
        }

        /**
         * The settings.
         *
         * @throws InvalidConfigurationException if something is missing or out of its range
         */
        public ReplaySettings build() {
            if (filters.isEmpty()) {
                throw new InvalidConfigurationException(
                        "A replay needs a filter, but there is none. Name a module and its"
                                + " function, or a configuration with one.");
            }
            if (output.isEmpty()) {
                throw new InvalidConfigurationException(
                        "A replay needs a directory to write to, but none is named.");
            }
            if (inputs.isEmpty() == (retriedOutput == null)) {
                throw new InvalidConfigurationException(
                        "A replay reads either files of an archive or what an earlier replay could"
                                + " not finish; name one of them.");
            }
            if (baselineOutput != null && !baseline.isEmpty()) {
                throw new InvalidConfigurationException(
                        "A replay is compared either with other filters or with recorded output;"
                                + " name one of them.");
            }
            if (parallelism != null && (parallelism < 1 || parallelism > MAX_PARALLELISM)) {
                throw new InvalidConfigurationException(
                        "The parallelism is %d, but must be from 1 to %d."
                                .formatted(parallelism, MAX_PARALLELISM));
            }
            return new ReplaySettings(this);
        }

        private static final int MAX_PARALLELISM = 4096;
    }
}
