package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.replay.archive.ArchiveFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a replay on a cluster names that only one machine may have. */
final class ClusterWarnings {
    private ClusterWarnings() {}

    /**
     * @param recordedOutput what the replay is compared with; null if with no recorded output
     */
    static List<String> of(
            JobDefinition job, List<ArchiveFile> inputs, @Nullable String recordedOutput) {
        List<String> warnings = new ArrayList<>();
        if (LocalFiles.isLocalPath(job.output())) {
            warnings.add(
                    "output %s is a local path: it must be a directory that all TaskManagers and this machine share"
                            .formatted(job.output()));
        }
        inputs.stream()
                .map(ArchiveFile::uri)
                .filter(LocalFiles::isLocalPath)
                .findFirst()
                .ifPresent(
                        local ->
                                warnings.add(
                                        "inputs such as %s are local paths: all TaskManagers must have the same files there"
                                                .formatted(local)));
        if (recordedOutput != null && LocalFiles.isLocalPath(recordedOutput)) {
            warnings.add(
                    "recorded output %s is a local path: all TaskManagers must have the same files there"
                            .formatted(recordedOutput));
        }
        Stream.concat(job.candidate().stream(), job.baseline().stream())
                .flatMap(route -> route.filter().accessiblePaths().stream())
                .findFirst()
                .ifPresent(
                        granted ->
                                warnings.add(
                                        "guests may read %s: all TaskManagers must have the same files there"
                                                .formatted(granted)));
        return warnings;
    }
}
