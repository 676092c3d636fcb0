package io.github.flinkwasm.cli;

import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.datastream.ModuleUpgrades;
import io.github.flinkwasm.internal.module.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command about an upgrade goes. */
final class CommandOutput {

    /** Names that sort as their times do. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSSSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    @Option(
            names = "--to",
            paramLabel = "DIRECTORY",
            order = 20,
            description =
                    "Write the command as a new file into this directory, which is on a Flink file"
                            + " system and is there already. Readers see the whole file or none."
                            + " Default: standard output.")
    private @Nullable String directory;

    /**
     * To be called before anything else that takes time.
     *
     * @throws UsageException if there is no such directory
     */
    void requireDirectory() {
        if (directory == null) {
            return;
        }
        Path path = path(directory);
        try {
            FileSystem fileSystem = path.getFileSystem();
            if (!WholeFile.showsWhatIsClosed(fileSystem)
                    && !(fileSystem.exists(path) && fileSystem.getFileStatus(path).isDir())) {
                throw new UsageException(
                        "Invalid value for option '--to': there is no directory %s. Name the one"
                                        .formatted(display(directory))
                                + " that the job's control stream watches.");
            }
        } catch (IOException unreachable) {
            throw new UsageException(
                    "Invalid value for option '--to': %s cannot be looked at: %s."
                            .formatted(display(directory), unreachable.getMessage()));
        }
    }

    /**
     * Sends a command on its way.
     *
     * @throws OutputFailedException if it cannot be written; then it is not there
     */
    void send(ModuleCommand command, StandardStreams streams) {
        String line = ModuleUpgrades.toJson(command);
        if (directory == null) {
            LineOutput output = new LineOutput(streams.out());
            output.line(line);
            output.flush();
            return;
        }
        String name =
                "%s-%s-%s.json"
                        .formatted(
                                TIME.format(Instant.now()),
                                Words.dashed(command.action()),
                                command.upgradeId());
        try {
            WholeFile.publish(
                    new Path(path(directory), name),
                    (line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new OutputFailedException(
                    new IOException(
                            "%s in %s: %s".formatted(name, display(directory), failed.getMessage()),
                            failed));
        }
        new Messages(streams.err(), false)
                .note("wrote %s to %s".formatted(name, display(directory)));
    }

    private static Path path(String directory) {
        try {
            return new Path(directory);
        } catch (IllegalArgumentException noPath) {
            throw new UsageException(
                    "Invalid value for option '--to': %s is no path: %s."
                            .formatted(display(directory), noPath.getMessage()));
        }
    }

    private static String display(String directory) {
        return Printable.name(ModuleReference.of(directory).toString());
    }
}
