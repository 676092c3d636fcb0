package io.github.flinkwasm.cli;

import io.github.flinkwasm.replay.output.OutputCompression;
import io.github.flinkwasm.replay.output.OutputFormat;
import io.github.flinkwasm.replay.output.OutputOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What a replay writes, and how. */
final class ReplayOutputOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIRECTORY",
            order = 4,
            description =
                    "Where to write; must be empty or not there. Required, but not for --dry-run."
                            + " See below.")
    private String directory = "";

    @Option(
            names = "--output-format",
            paramLabel = "ndjson|events|msgpack",
            order = 8,
            description = {
                "How emitted events are written:",
                "  ndjson: the record, one a line. The default.",
                "  events: {\"tag\":…,\"sec\":…,\"nsec\":…,\"record\":…}, one a line.",
                "  msgpack: Fluent Bit's [[time, metadata], record]."
            })
    private OutputFormat format = OutputFormat.NDJSON;

    @Option(
            names = "--compress",
            paramLabel = "none|gz|zst",
            order = 8,
            description = "How all files are compressed. Default: none.")
    private OutputCompression compression = OutputCompression.NONE;

    @Option(
            names = "--partition-by",
            paramLabel = "tag,day",
            split = ",",
            hideParamSyntax = true,
            order = 8,
            description =
                    "Directories for tags (tag=…), for days in UTC (day=…), or both. None by"
                            + " default.")
    private List<Partition> partitions = new ArrayList<>();

    @Option(names = "--keep-dropped", order = 8, description = "Write what filters dropped, too.")
    private boolean keepDropped;

    /** By what events are kept apart. */
    enum Partition {
        TAG,
        DAY
    }

    /**
     * Where to write.
     *
     * @throws UsageException if that is not said
     */
    String directory() {
        if (directory.isEmpty()) {
            throw new UsageException("Missing required option: '--output=DIRECTORY'");
        }
        return directory;
    }

    OutputOptions options() {
        return new OutputOptions(
                format,
                compression,
                partitions.contains(Partition.TAG),
                partitions.contains(Partition.DAY),
                keepDropped);
    }
}
