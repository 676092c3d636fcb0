package io.github.flinkwasm.kafka;

import io.github.flinkwasm.e2e.Await;
import io.github.flinkwasm.e2e.Checkpoints;
import io.github.flinkwasm.e2e.FlinkCluster;
import io.github.flinkwasm.e2e.FlinkProcess;
import io.github.flinkwasm.e2e.SubmittedJob;
import io.github.flinkwasm.kafka.Kill.Moment;
import io.github.flinkwasm.kafka.Kill.Victim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Feeds a running job and kills the processes that it runs in, again and again.
 *
 * <p>Each kill has a portion of the events to itself. Somewhere in the portion, chosen by chance
 * from a fixed seed and found by looking at what the job has written, the victim dies; the next
 * portion has to wait until the job has gone on from a checkpoint and completed another.
 */
final class KillRun {
    private static final long SEED = 8;
    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private final FlinkCluster cluster;
    private final SubmittedJob job;
    private final EventFeeder feeder;
    private final Topics topics;
    private final Random chance = new Random(SEED);
    private final List<Kill> kills = new ArrayList<>();

    KillRun(FlinkCluster cluster, SubmittedJob job, EventFeeder feeder, Topics topics) {
        this.cluster = cluster;
        this.job = job;
        this.feeder = feeder;
        this.topics = topics;
    }

    /** Feeds all events and kills so often, stops the job when it has taken all, and returns. */
    List<Kill> run(long events, int killCount) {
        awaitCheckpoints("a first checkpoint", checkpoints -> checkpoints.completed() > 0);
        long portion = events / (killCount + 1);
        for (int number = 0; number < killCount; number++) {
            long writtenBefore = topics.written(Audit.outputs());
            Future<?> fed = feeder.feedUpTo((number + 1) * portion);
            // The first and the last tenth are left out, for events to be on their way.
            long writtenAtKill =
                    writtenBefore + portion / 10 + chance.nextInt((int) (portion * 8 / 10));
            Await.until(
                    "events to be on their way",
                    TIMEOUT,
                    () -> cluster.whileHealthy(topics.written(Audit.outputs())),
                    written -> written >= writtenAtKill);
            kills.add(kill(Victim.ofKill(number), Moment.ofKill(number)));
            await(fed);
        }
        await(feeder.feedUpTo(events));
        // The source says at each checkpoint how far it has come.
        Await.until(
                "the job to have taken all events",
                TIMEOUT,
                () -> cluster.whileHealthy(topics.taken()),
                taken -> taken == events);
        job.stopWithSavepoint(cluster.directory().savepoints());
        return kills;
    }

    private Kill kill(Victim victim, Moment moment) {
        awaitMoment(moment);
        Instant killedAt = Instant.now();
        switch (victim) {
            case TASK_MANAGER -> {
                anyTaskManager().kill();
                cluster.startTaskManager();
            }
            case JOB_MANAGER -> {
                cluster.jobManager().kill();
                cluster.restartJobManager();
            }
            case JOB_MANAGER_AND_TASK_MANAGER -> {
                cluster.jobManager().kill();
                anyTaskManager().kill();
                cluster.restartJobManager();
                cluster.startTaskManager();
            }
            case ALL_TASK_MANAGERS -> {
                cluster.taskManagers().forEach(FlinkProcess::kill);
                cluster.startTaskManager();
                cluster.startTaskManager();
            }
        }
        Checkpoints after =
                awaitCheckpoints(
                        "the job to go on after the kill of " + victim,
                        checkpoints -> checkpoints.recoveredSince(killedAt));
        return new Kill(
                victim,
                moment,
                after.restored(),
                after.completed(),
                Duration.between(killedAt, Instant.now()));
    }

    private void awaitMoment(Moment moment) {
        switch (moment) {
            case ANY_TIME -> {}
            case CHECKPOINT_UNDER_WAY ->
                    awaitCheckpoints(
                            "a checkpoint under way", checkpoints -> checkpoints.underWay() > 0);
            case CHECKPOINT_COMPLETED -> {
                long newest = awaitCheckpoints("the checkpoints", checkpoints -> true).completed();
                awaitCheckpoints(
                        "another checkpoint", checkpoints -> checkpoints.completed() > newest);
            }
        }
    }

    private FlinkProcess anyTaskManager() {
        List<FlinkProcess> alive = cluster.taskManagers();
        return alive.get(chance.nextInt(alive.size()));
    }

    private Checkpoints awaitCheckpoints(String what, Predicate<Checkpoints> willDo) {
        Optional<Checkpoints> answer =
                Await.until(
                        what,
                        TIMEOUT,
                        () -> cluster.whileHealthy(job.checkpoints()),
                        checkpoints -> checkpoints.filter(willDo).isPresent());
        return answer.orElseThrow();
    }

    private static void await(Future<?> fed) {
        try {
            fed.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("The events could not be fed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while feeding events", e);
        }
    }
}
