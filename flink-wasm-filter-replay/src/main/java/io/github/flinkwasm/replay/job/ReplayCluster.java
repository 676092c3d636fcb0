package io.github.flinkwasm.replay.job;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster for which this program was started, as {@code flink run} does: what is submitted to
 * it, and how it is waited for.
 */
final class ReplayCluster {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayCluster.class);

    private static final long MILLIS_BETWEEN_LOOKS = 1_000;
    private static final long MILLIS_FOR_AN_ANSWER = 10_000;

    /** Used where nobody has chosen one: bounded, and a lost machine counts once. */
    private static final Map<String, String> RESTARTS =
            Map.of(
                    "restart-strategy.type", "exponential-delay",
                    "restart-strategy.exponential-delay.initial-backoff", "1 s",
                    "restart-strategy.exponential-delay.max-backoff", "10 s",
                    "restart-strategy.exponential-delay.backoff-multiplier", "2.0",
                    "restart-strategy.exponential-delay.attempts-before-reset-backoff", "10",
                    "restart-strategy.exponential-delay.reset-backoff-threshold", "10 min");

    private final StreamExecutionEnvironment environment;

    private ReplayCluster(StreamExecutionEnvironment environment) {
        this.environment = environment;
    }

    /** The cluster; empty if nobody but a user or a script has started this program. */
    static Optional<ReplayCluster> current() {
        // Whoever runs a program for Flink gives it a class loader of its own. A look at Flink's
        // classes takes longer than many a command.
        if (Thread.currentThread().getContextClassLoader() == ClassLoader.getSystemClassLoader()) {
            return Optional.empty();
        }
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment();
        return environment instanceof LocalStreamEnvironment
                ? Optional.empty()
                : Optional.of(new ReplayCluster(environment));
    }

    /** What {@code flink run -p} or the configuration says. */
    int parallelism() {
        return environment.getParallelism();
    }

    /** Whether whoever has started this program waits for its end. */
    boolean isAttached() {
        return environment.getConfiguration().get(DeploymentOptions.ATTACHED);
    }

    /**
     * Submits a job.
     *
     * @throws Exception as Flink has it: of any type
     */
    JobClient submit(String name, Consumer<StreamExecutionEnvironment> job) throws Exception {
        Configuration configuration = new Configuration();
        // A task may ask for another unit only when it is done with one.
        configuration.set(PipelineOptions.OPERATOR_CHAINING, true);
        if (environment
                .getConfiguration()
                .getOptional(RestartStrategyOptions.RESTART_STRATEGY)
                .isEmpty()) {
            RESTARTS.forEach(configuration::setString);
        }
        environment.configure(configuration);
        // Without checkpoints, which could not be taken while a task is at a unit; and with as many
        // tasks at a time as there are slots.
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
        job.accept(environment);
        return environment.executeAsync(name);
    }

    /**
     * Waits for the end of a job; cancels it when this thread is interrupted.
     *
     * @param progress gets the job's accumulators now and then, and at the end
     * @throws ExecutionException with what Flink says of a failed job
     * @throws ReplayFailedException if nobody can say how it ended
     */
    static void await(JobClient job, Consumer<Map<String, Object>> progress)
            throws ExecutionException, InterruptedException {
        Future<JobExecutionResult> result = job.getJobExecutionResult();
        try {
            while (true) {
                try {
                    progress.accept(
                            result.get(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)
                                    .getAllAccumulatorResults());
                    return;
                } catch (TimeoutException running) {
                    answer(job.getAccumulators()).ifPresent(progress);
                }
            }
        } catch (ExecutionException ended) {
            requireEnded(job, ended);
            throw ended;
        } catch (InterruptedException interrupted) {
            cancel(job);
            throw interrupted;
        }
    }

    /** Tells the failure of a job from that of asking for it. */
    private static void requireEnded(JobClient job, ExecutionException failure)
            throws InterruptedException {
        Optional<JobStatus> status;
        try {
            status = answer(job.getJobStatus());
        } catch (IllegalStateException clusterEnded) {
            // One that was there for this job alone.
            return;
        }
        if (status.isEmpty() || !status.get().isGloballyTerminalState()) {
            throw new ReplayFailedException(
                    ReplayFailedException.Kind.OTHER,
                    "Nothing more is heard of job %s, which may go on nevertheless: %s. When it has ended, --resume puts the results together; before that, it takes over."
                            .formatted(job.getJobID(), rootOf(failure)),
                    failure);
        }
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static void cancel(JobClient job) {
        // Asking must not end at once because of the interruption that is the reason for it.
        boolean interrupted = Thread.interrupted();
        try {
            job.cancel().get(MILLIS_FOR_AN_ANSWER, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException failed) {
            LOG.warn("Job {} could not be cancelled, and may go on", job.getJobID(), failed);
        } catch (InterruptedException again) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing while a JobManager is away: the result is what counts. */
    private static <T> Optional<T> answer(Future<T> asked) throws InterruptedException {
        try {
            return Optional.of(asked.get(MILLIS_FOR_AN_ANSWER, TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException | CancellationException notNow) {
            LOG.debug("No answer from the cluster", notNow);
            return Optional.empty();
        }
    }
}
