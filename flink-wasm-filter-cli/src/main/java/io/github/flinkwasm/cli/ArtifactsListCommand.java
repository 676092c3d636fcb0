package io.github.flinkwasm.cli;

import io.github.flinkwasm.internal.artifact.Artifact;
import io.github.flinkwasm.internal.artifact.ArtifactKey;
import io.github.flinkwasm.internal.artifact.ArtifactRefusedException;
import io.github.flinkwasm.internal.artifact.ArtifactStore;
import io.github.flinkwasm.internal.artifact.ArtifactStore.StoredFile;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wasm-filter artifacts list}: what is in a store. */
@Command(
        name = "list",
        customSynopsis = "wasm-filter artifacts list [OPTION]... STORE",
        header = "Lists the compiled modules of a store.",
        description = {
            "",
            "One line for each artifact: its module's SHA-256, its target, what compiled it, its"
                    + " size, when it was written, its seals (signatures and the MACs of jobs),"
                    + " and its digest. What an artifact says of itself is shown as it is: nobody"
                    + " vouches for it here.",
            ""
        },
        versionProvider = Versions.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "Parameters:%n")
final class ArtifactsListCommand implements Callable<Integer> {
    private final StandardStreams streams;

    @Parameters(paramLabel = "STORE", description = "A directory on any Flink file system.")
    private String store = "";

    @Option(names = "--json", order = 1, description = "Print a line of JSON for each artifact.")
    private boolean json;

    @Mixin private FlinkOptions flink = new FlinkOptions();

    ArtifactsListCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        flink.initializeFileSystems();
        ArtifactStore artifacts = new ArtifactStore(store);
        LineOutput output = new LineOutput(streams.out());
        List<StoredFile> files = StoreListing.of(artifacts, store);
        int count = 0;
        for (StoredFile file : files) {
            if (file.isArtifact()) {
                long seals = files.stream().filter(other -> other.isSealOf(file)).count();
                Map<String, Object> facts = facts(artifacts, file, seals);
                output.line(json ? JsonLine.of(facts) : text(facts));
                count++;
            }
        }
        output.flush();
        new Messages(streams.err(), json)
                .note(
                        "%,d artifact%s in %s"
                                .formatted(count, count == 1 ? "" : "s", Printable.name(store)));
        return ExitStatus.OK;
    }

    private static Map<String, Object> facts(ArtifactStore store, StoredFile file, long seals) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", file.name());
        facts.put("size_bytes", file.sizeBytes());
        facts.put(
                "modified",
                Instant.ofEpochMilli(file.modifiedMillis())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        facts.put("seals", seals);
        try {
            Artifact artifact = store.open(file.name());
            ArtifactKey key = artifact.summary().key();
            facts.put("module_sha256", key.moduleSha256());
            facts.put("target", key.target().label());
            facts.put("compiler", key.compiler() + " " + key.compilerVersion());
            facts.put("deadline_instrumentation", key.deadlineInstrumentation());
            facts.put("digest", artifact.digest());
            facts.put("misnamed", !key.fileName().equals(file.name()));
        } catch (ArtifactRefusedException | IOException damaged) {
            facts.put("damaged", String.valueOf(damaged.getMessage()));
        }
        return facts;
    }

    private static String text(Map<String, Object> facts) {
        Object damaged = facts.get("damaged");
        if (damaged != null) {
            return Printable.oneLine(facts.get("name") + "  damaged: " + damaged);
        }
        return String.format(
                Locale.ROOT,
                "%s  %s  %s  %,10d bytes  %s  %d seal%s  digest %s%s",
                facts.get("module_sha256"),
                facts.get("target"),
                facts.get("compiler"),
                (long) facts.get("size_bytes"),
                facts.get("modified"),
                (long) facts.get("seals"),
                (long) facts.get("seals") == 1 ? "" : "s",
                facts.get("digest"),
                Boolean.TRUE.equals(facts.get("misnamed"))
                        ? "  (named " + Printable.name(String.valueOf(facts.get("name"))) + ")"
                        : "");
    }
}
