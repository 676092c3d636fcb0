package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.replay.archive.ArchiveOptions;
import io.github.flinkwasm.replay.output.OutputOptions;
import java.io.Serializable;
import java.util.List;

/**
 * All that a task has to know.
 *
 * @param output the directory of the replay
 * @param archive how to read units; its record format is that of all events between filters
 * @param isRetry whether units are failed events of an earlier replay
 * @param candidate the filters whose outcomes are written
 * @param baseline the filters that they are compared with; empty if there is no comparison
 */
record JobDefinition(
        String output,
        OutputOptions outputOptions,
        ArchiveOptions archive,
        boolean isRetry,
        @SuppressWarnings("serial") List<FilterRoute> candidate,
        @SuppressWarnings("serial") List<FilterRoute> baseline,
        EventFunction.Starter starter)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    JobDefinition {
        // Lists made by List.copyOf are serializable.
        candidate = List.copyOf(candidate);
        baseline = List.copyOf(baseline);
    }

    EventFormat recordFormat() {
        return archive.recordFormat();
    }

    boolean compares() {
        return !baseline.isEmpty();
    }
}
