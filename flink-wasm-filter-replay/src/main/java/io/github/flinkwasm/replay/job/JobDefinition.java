package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.replay.archive.ArchiveOptions;
import io.github.flinkwasm.replay.output.Journal;
import io.github.flinkwasm.replay.output.OutputOptions;
import io.github.flinkwasm.replay.output.RecordedUnits;
import io.github.flinkwasm.replay.output.RunClaim;
import io.github.flinkwasm.replay.output.UnitResult;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that a task has to know.
 *
 * @param output the directory of the replay
 * @param run by what {@link RunClaim} knows this run
 * @param archive how to read units; its record format is that of all events between filters
 * @param isRetry whether units are failed events of an earlier replay
 * @param candidate the filters whose outcomes are written
 * @param baseline the filters that they are compared with; empty if with none
 * @param baselineUnits the outcomes of an earlier replay that they are compared with; null if with
 *     none
 */
record JobDefinition(
        String output,
        String run,
        OutputOptions outputOptions,
        ArchiveOptions archive,
        boolean isRetry,
        @SuppressWarnings("serial") List<FilterRoute> candidate,
        @SuppressWarnings("serial") List<FilterRoute> baseline,
        @Nullable RecordedUnits baselineUnits,
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

    /** Whether other filters run over the same events. */
    boolean compares() {
        return !baseline.isEmpty();
    }

    /**
     * What a unit came to, if this run has finished it.
     *
     * @throws ReplayFailedException if the replay goes on elsewhere, or is over
     * @throws IOException if the journal cannot be read
     */
    Optional<UnitResult> recorded(int unit) throws IOException {
        requireHeld();
        return new Journal(output).find(unit, run);
    }

    /**
     * Checks that the output directory is this run's.
     *
     * @throws ReplayFailedException if the replay goes on elsewhere, or is over
     * @throws IOException if that cannot be found out
     */
    void requireHeld() throws IOException {
        if (!RunClaim.isHeldBy(run, output)) {
            throw new ReplayFailedException(
                    ReplayFailedException.Kind.OTHER,
                    "The replay in %s goes on in another run, or is finished: this one ends here."
                            .formatted(output));
        }
    }
}
