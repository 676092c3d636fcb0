package io.github.flinkwasm.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A session cluster on this machine: a JobManager and TaskManagers, each a JVM of its own with the
 * memory that Flink's configuration gives it, reachable through the loopback interface only.
 *
 * <p>Jobs come by {@link #submit} or {@link #run}, which start Flink's command-line client with a
 * job jar. All processes end with {@link #close} or with this JVM, whichever comes first. Not
 * thread-safe.
 */
public final class FlinkCluster implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration CLIENT_TIMEOUT = Duration.ofMinutes(5);
    private static final Pattern JOB_ID =
            Pattern.compile("Job has been submitted with JobID ([0-9a-f]{32})");

    private final ClusterDirectory directory;
    private final ClusterJvms jvms;
    private final FlinkRest rest;
    private final ProcessParameters taskManagerParameters;
    private final ProcessParameters jobManagerParameters;
    private final SqlClient sqlClient;
    private FlinkProcess jobManager;
    private final List<FlinkProcess> taskManagers = new ArrayList<>();
    private int taskManagersStarted;
    private int jobManagersStarted;
    private int clientsStarted;

    private FlinkCluster(Builder builder) {
        directory = ClusterDirectory.create(FlinkInstallation.clusters());
        LoopbackConfiguration configuration =
                LoopbackConfiguration.of(
                        directory, builder.slotsPerTaskManager, builder.configuration);
        directory.writeConfiguration(configuration.options());
        rest = new FlinkRest(configuration.restAddress());
        jvms =
                new ClusterJvms(
                        directory,
                        Stream.concat(
                                        Stream.of(FlinkInstallation.libraries()),
                                        builder.librariesOfTheCluster.stream())
                                .toList());
        sqlClient = new SqlClient(jvms, directory);
        CompletableFuture<ProcessParameters> forTaskManagers =
                CompletableFuture.supplyAsync(() -> jvms.parameters("GET_TM_RESOURCE_PARAMS"));
        jobManagerParameters = jvms.parameters("GET_JM_RESOURCE_PARAMS");
        taskManagerParameters = forTaskManagers.join();
        jobManager = launchJobManager();
    }

    /** How a cluster is to be. */
    public static final class Builder {
        private final Map<String, String> configuration = new LinkedHashMap<>();
        private final List<Path> librariesOfTheCluster = new ArrayList<>();
        private int taskManagers = 1;
        private int slotsPerTaskManager = 2;

        public Builder setTaskManagers(int count) {
            taskManagers = count;
            return this;
        }

        public Builder setSlotsPerTaskManager(int count) {
            slotsPerTaskManager = count;
            return this;
        }

        /** Sets an option of Flink's; wins over what the cluster would set. */
        public Builder setConfiguration(String key, String value) {
            configuration.put(key, value);
            return this;
        }

        /** Adds the jars of a directory to what the cluster has in {@code lib/}. */
        Builder addLibraries(Path jarDirectory) {
            librariesOfTheCluster.add(jarDirectory);
            return this;
        }

        /** Starts the cluster; returns when every TaskManager has offered its slots. */
        FlinkCluster start() {
            FlinkCluster cluster = new FlinkCluster(this);
            boolean started = false;
            try {
                IntStream.range(0, taskManagers).forEach(n -> cluster.launchTaskManager());
                cluster.awaitTaskManagers();
                started = true;
                return cluster;
            } finally {
                if (!started) {
                    cluster.close();
                }
            }
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    private FlinkProcess startProcess(
            String name,
            Path workingDirectory,
            String mainClass,
            ProcessParameters parameters,
            List<String> arguments) {
        List<String> all = new ArrayList<>();
        all.add("--configDir");
        all.add(directory.configuration().toString());
        all.addAll(arguments);
        all.addAll(parameters.arguments());
        return new FlinkProcess(
                jvms.longLived(name)
                        .setWorkingDirectory(workingDirectory)
                        .addJvmArguments(parameters.jvmArguments())
                        .start(mainClass, all),
                directory);
    }

    private FlinkProcess launchJobManager() {
        return startProcess(
                "jobmanager-" + ++jobManagersStarted,
                directory.root(),
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                jobManagerParameters,
                List.of("--executionMode", "cluster"));
    }

    private FlinkProcess launchTaskManager() {
        String name = "taskmanager-" + ++taskManagersStarted;
        FlinkProcess taskManager =
                startProcess(
                        name,
                        directory.home(name),
                        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                        taskManagerParameters,
                        List.of("-D", "taskmanager.resource-id=" + name));
        taskManagers.add(taskManager);
        return taskManager;
    }

    /** Waits until the JobManager knows the TaskManagers that run, and no other. */
    void awaitTaskManagers() {
        Await.until(
                "the JobManager to answer",
                START_TIMEOUT,
                () -> whileHealthy(rest.answers()),
                Boolean::booleanValue);
        List<String> wanted = taskManagers().stream().map(FlinkProcess::name).sorted().toList();
        Await.until(
                "the JobManager to have the TaskManagers " + wanted,
                START_TIMEOUT,
                () -> whileHealthy(registeredTaskManagers()),
                wanted::equals);
    }

    /** None while a JobManager answers that is not the leader yet. */
    private List<String> registeredTaskManagers() {
        return rest.ask("/taskmanagers").map(answer -> answer.get("taskmanagers")).stream()
                .flatMap(all -> StreamSupport.stream(all.spliterator(), false))
                .map(taskManager -> taskManager.get("id").asText())
                .sorted()
                .toList();
    }

    FlinkRest rest() {
        return rest;
    }

    public ClusterDirectory directory() {
        return directory;
    }

    public FlinkProcess jobManager() {
        return jobManager;
    }

    /** The TaskManagers that run, in the order of their start. */
    public List<FlinkProcess> taskManagers() {
        return taskManagers.stream().filter(FlinkProcess::isAlive).toList();
    }

    /** Starts one more TaskManager; returns when the cluster has all that run, and no other. */
    public FlinkProcess startTaskManager() {
        FlinkProcess taskManager = launchTaskManager();
        awaitTaskManagers();
        return taskManager;
    }

    /** Flink's SQL client, which submits its jobs to this cluster. */
    SqlClient sqlClient() {
        return sqlClient;
    }

    /**
     * Starts a JobManager in place of the one that was killed; returns when it has every
     * TaskManager that runs, and no other. What else it knows of the past is up to Flink's high
     * availability.
     */
    public FlinkProcess restartJobManager() {
        jobManager = launchJobManager();
        awaitTaskManagers();
        return jobManager;
    }

    /** Submits a job by {@code flink run --detached}, and returns when it is accepted. */
    public SubmittedJob submit(JobSubmission submission) {
        return jobOf(client(submission, List.of("--detached")));
    }

    /**
     * Runs a job by {@code flink run}, and returns when it has ended.
     *
     * @return what the client printed: also the accumulators
     * @throws AssertionError with what it printed when the client failed, as it does with the job
     */
    String run(JobSubmission submission) {
        return client(submission, List.of());
    }

    private String client(JobSubmission submission, List<String> options) {
        try (JavaProcess client = startClient(submission, options)) {
            int status = client.awaitExit(CLIENT_TIMEOUT);
            String printed = client.output();
            if (status != 0) {
                throw new AssertionError(
                        "flink run of %s ended with status %d and printed:%n%s"
                                .formatted(submission, status, printed));
            }
            return printed;
        }
    }

    /** Starts {@code flink run}, which waits for the job's end, and returns at once. */
    JavaProcess startClient(JobSubmission submission) {
        return startClient(submission, List.of());
    }

    private JavaProcess startClient(JobSubmission submission, List<String> options) {
        List<String> arguments = new ArrayList<>();
        arguments.add("run");
        arguments.addAll(options);
        arguments.addAll(submission.options());
        arguments.addAll(List.of("--parallelism", String.valueOf(submission.parallelism())));
        arguments.addAll(List.of("--class", submission.mainClass()));
        arguments.add(submission.jar().toString());
        arguments.addAll(submission.arguments());
        return jvms.shortLived("client-" + ++clientsStarted)
                .start("org.apache.flink.client.cli.CliFrontend", arguments);
    }

    /** The job that a client says it has submitted. */
    SubmittedJob jobOf(String printed) {
        Matcher id = JOB_ID.matcher(printed);
        if (!id.find()) {
            throw new AssertionError("flink run printed no job id:\n" + printed);
        }
        return new SubmittedJob(id.group(1), this);
    }

    /**
     * Hands back the value.
     *
     * @throws AssertionError if a process has ended that nobody has killed: waiting makes no sense
     *     then
     */
    public <T> T whileHealthy(T value) {
        Stream.concat(Stream.of(jobManager), taskManagers.stream())
                .filter(FlinkProcess::endedByItself)
                .findFirst()
                .ifPresent(
                        ended -> {
                            throw new AssertionError(
                                    ended.name() + " ended by itself\n" + ended.logTail());
                        });
        return value;
    }

    /** The end of every log, for the failure of a test. */
    String logTails() {
        return Stream.concat(Stream.of(jobManager), taskManagers.stream())
                .map(FlinkProcess::logTail)
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        taskManagers.forEach(FlinkProcess::close);
        jobManager.close();
    }
}
