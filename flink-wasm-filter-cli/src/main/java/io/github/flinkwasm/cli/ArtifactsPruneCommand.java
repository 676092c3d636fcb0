package io.github.flinkwasm.cli;

import io.github.flinkwasm.internal.artifact.ArtifactStore;
import io.github.flinkwasm.internal.artifact.ArtifactStore.StoredFile;
import io.github.flinkwasm.internal.artifact.StorePruning;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wasm-filter artifacts prune}: removes what nobody needs. */
@Command(
        name = "prune",
        customSynopsis = "wasm-filter artifacts prune [OPTION]... STORE",
        header = "Removes compiled modules that nobody needs from a store.",
        description = {
            "",
            "Always removes what writers that died left behind, and seals without an artifact, if"
                    + " they are older than an hour. A job that misses an artifact compiles its"
                    + " module, unless it has artifact.required: then it does not start.",
            ""
        },
        versionProvider = Versions.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "Parameters:%n",
        footer = {
            "",
            "Examples:",
            "  wasm-filter artifacts prune --other-versions --dry-run s3://filters/artifacts",
            "  wasm-filter artifacts prune --older-than 90d s3://filters/artifacts"
        })
final class ArtifactsPruneCommand implements Callable<Integer> {
    private final StandardStreams streams;

    @Parameters(paramLabel = "STORE", description = "A directory on any Flink file system.")
    private String store = "";

    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            order = 1,
            description =
                    "Also remove artifacts that were written longer ago, such as 90d. Artifacts are"
                            + " not written again when they are used.")
    private @Nullable Duration olderThan;

    @Option(
            names = "--other-versions",
            order = 2,
            description =
                    "Also remove artifacts that this version of flink-wasm-filter cannot load,"
                            + " since another compiler or an older format made them.")
    private boolean otherVersions;

    @Option(
            names = "--dry-run",
            order = 3,
            description = "Say what would be removed, and remove nothing.")
    private boolean dryRun;

    @Mixin private FlinkOptions flink = new FlinkOptions();

    ArtifactsPruneCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        flink.initializeFileSystems();
        ArtifactStore artifacts = new ArtifactStore(store);
        List<StoredFile> files = StoreListing.of(artifacts, store);
        List<StoredFile> unneeded =
                new StorePruning(Instant.now(), olderThan, otherVersions).unneeded(files);
        LineOutput output = new LineOutput(streams.out());
        long bytes = 0;
        for (StoredFile file : unneeded) {
            if (!dryRun) {
                delete(artifacts, file);
            }
            output.line((dryRun ? "would remove " : "removed ") + Printable.name(file.name()));
            bytes += file.sizeBytes();
        }
        output.flush();
        new Messages(streams.err(), false)
                .note(
                        String.format(
                                Locale.ROOT,
                                "%s %,d of %,d files, %,d bytes",
                                dryRun ? "would remove" : "removed",
                                unneeded.size(),
                                files.size(),
                                bytes));
        return ExitStatus.OK;
    }

    private static void delete(ArtifactStore store, StoredFile file) {
        try {
            store.delete(file);
        } catch (IOException failed) {
            throw new OutputFailedException(
                    new IOException(
                            "%s cannot be removed: %s".formatted(file.name(), failed.getMessage()),
                            failed));
        }
    }
}
