package io.github.flinkwasm.fluentbit;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;

/**
 * How a configuration is read where the configuration itself does not say. Immutable: each {@code
 * with} method returns a copy in which one thing differs.
 */
@PublicEvolving
public final class FluentBitOptions {

    /** Refuses other filters, grants no directory, and takes this process's environment. */
    public static final FluentBitOptions DEFAULT =
            new FluentBitOptions(OtherFilters.REFUSE, null, false, null, null);

    /** What becomes of filters and processors that are no Wasm filters. */
    @PublicEvolving
    public enum OtherFilters {
        /** The configuration is refused, and the message lists them. */
        REFUSE,

        /**
         * They are left out and listed in {@link FluentBitPipeline#skipped}. Records are then not
         * what they are in Fluent Bit.
         */
        SKIP
    }

    private final OtherFilters otherFilters;
    private final @Nullable String baseDirectory;
    private final boolean accessiblePathsGranted;
    private final @Nullable String output;
    private final @Nullable Map<String, String> environment;

    private FluentBitOptions(
            OtherFilters otherFilters,
            @Nullable String baseDirectory,
            boolean accessiblePathsGranted,
            @Nullable String output,
            @Nullable Map<String, String> environment) {
        this.otherFilters = otherFilters;
        this.baseDirectory = baseDirectory;
        this.accessiblePathsGranted = accessiblePathsGranted;
        this.output = output;
        this.environment = environment;
    }

    /** What becomes of filters that are no Wasm filters. {@link OtherFilters#REFUSE} unless set. */
    public FluentBitOptions withOtherFilters(OtherFilters otherFilters) {
        return new FluentBitOptions(
                Objects.requireNonNull(otherFilters, "otherFilters"),
                baseDirectory,
                accessiblePathsGranted,
                output,
                environment);
    }

    /**
     * Where a relative {@code wasm_path} or accessible path starts: a plain path, or a URI of a
     * Flink file system. Unless set, that is the process's working directory, as in Fluent Bit.
     */
    public FluentBitOptions withBaseDirectory(String baseDirectory) {
        return new FluentBitOptions(
                otherFilters,
                Objects.requireNonNull(baseDirectory, "baseDirectory"),
                accessiblePathsGranted,
                output,
                environment);
    }

    /**
     * Whether guests may read the directories that the configuration names in {@code
     * accessible_paths}. Unless set, they may read none: the directories are those of the machine
     * that the configuration was written for. A filter that names none is never granted one,
     * although Fluent Bit lets it read and write the working directory.
     */
    public FluentBitOptions withAccessiblePathsGranted(boolean granted) {
        return new FluentBitOptions(otherFilters, baseDirectory, granted, output, environment);
    }

    /**
     * Whose records are wanted, in a configuration with several outputs of which one has filters of
     * its own: the alias of the output, or its name and number, such as {@code stdout.0}.
     */
    public FluentBitOptions withOutput(String output) {
        return new FluentBitOptions(
                otherFilters,
                baseDirectory,
                accessiblePathsGranted,
                Objects.requireNonNull(output, "output"),
                environment);
    }

    /**
     * The variables that {@code ${NAME}} stands for, besides those that the configuration sets
     * itself. Unless set, these are the environment variables of this process.
     */
    public FluentBitOptions withEnvironment(Map<String, String> environment) {
        return new FluentBitOptions(
                otherFilters,
                baseDirectory,
                accessiblePathsGranted,
                output,
                Map.copyOf(environment));
    }

    public OtherFilters otherFilters() {
        return otherFilters;
    }

    public Optional<String> baseDirectory() {
        return Optional.ofNullable(baseDirectory);
    }

    public boolean accessiblePathsGranted() {
        return accessiblePathsGranted;
    }

    public Optional<String> output() {
        return Optional.ofNullable(output);
    }

    /** The variables from outside the configuration. */
    Map<String, String> environment() {
        return environment == null ? System.getenv() : environment;
    }
}
