package io.github.flinkwasm.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What the JobManager says of a job's checkpoints. A new JobManager counts anew; ids go on.
 *
 * @param underWay how many have been triggered and are not yet complete
 * @param completed the id of the newest that is complete, 0 if there is none
 * @param completedWasTriggered when that one was triggered
 * @param restored the id of the one from which the job went on last, 0 if it never had to
 * @param restoredAt when it did
 */
public record Checkpoints(
        int underWay,
        long completed,
        Instant completedWasTriggered,
        long restored,
        Instant restoredAt) {

    static Checkpoints parse(JsonNode answer) {
        JsonNode latest = answer.get("latest");
        return new Checkpoints(
                answer.get("counts").get("in_progress").asInt(),
                latest.path("completed").path("id").asLong(),
                Instant.ofEpochMilli(latest.path("completed").path("trigger_timestamp").asLong()),
                latest.path("restored").path("id").asLong(),
                Instant.ofEpochMilli(latest.path("restored").path("restore_timestamp").asLong()));
    }

    /** Whether the job went on from a checkpoint after that moment, and has taken another since. */
    public boolean recoveredSince(Instant moment) {
        return restoredAt.isAfter(moment)
                && completed > restored
                && completedWasTriggered.isAfter(restoredAt);
    }
}
