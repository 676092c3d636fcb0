package io.github.flinkwasm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
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
final class FlinkCluster implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration CLIENT_TIMEOUT = Duration.ofMinutes(5);
    private static final Pattern JOB_ID =
            Pattern.compile("Job has been submitted with JobID ([0-9a-f]{32})");
    private static final String LOOPBACK = "127.0.0.1";

    /** Packages of java.base that Flink looks into, as the configuration of an installation has. */
    private static final List<String> OPENED_PACKAGES =
            List.of(
                    "java.io",
                    "java.lang",
                    "java.lang.reflect",
                    "java.net",
                    "java.nio",
                    "java.text",
                    "java.time",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.concurrent.atomic",
                    "java.util.concurrent.locks");

    private final ClusterDirectory directory;
    private final List<String> classPath;
    private final FlinkRest rest;
    private final ProcessParameters taskManagerParameters;
    private final FlinkProcess jobManager;
    private final List<FlinkProcess> taskManagers = new ArrayList<>();
    private int taskManagersStarted;
    private int clientsStarted;

    private FlinkCluster(Builder builder) {
        directory = ClusterDirectory.create(FlinkInstallation.clusters());
        classPath =
                Stream.concat(
                                Stream.of(FlinkInstallation.libraries()),
                                builder.librariesOfTheCluster.stream())
                        .map(libraries -> libraries.resolve("*").toString())
                        .toList();
        Ports ports = Ports.free();
        rest = new FlinkRest(URI.create("http://%s:%d".formatted(LOOPBACK, ports.rest())));
        directory.writeConfiguration(configuration(ports, builder));
        CompletableFuture<ProcessParameters> forTaskManagers =
                CompletableFuture.supplyAsync(() -> parameters("GET_TM_RESOURCE_PARAMS"));
        ProcessParameters forJobManager = parameters("GET_JM_RESOURCE_PARAMS");
        jobManager =
                startProcess(
                        "jobmanager",
                        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                        forJobManager,
                        List.of("--executionMode", "cluster"));
        taskManagerParameters = forTaskManagers.join();
    }

    /** How a cluster is to be. */
    static final class Builder {
        private final Map<String, String> configuration = new LinkedHashMap<>();
        private final List<Path> librariesOfTheCluster = new ArrayList<>();
        private int taskManagers = 1;
        private int slotsPerTaskManager = 2;

        Builder setTaskManagers(int count) {
            taskManagers = count;
            return this;
        }

        Builder setSlotsPerTaskManager(int count) {
            slotsPerTaskManager = count;
            return this;
        }

        /** Sets an option of Flink's; wins over what the cluster would set. */
        Builder setConfiguration(String key, String value) {
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

    static Builder builder() {
        return new Builder();
    }

    private Map<String, String> configuration(Ports ports, Builder builder) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("rest.address", LOOPBACK);
        all.put("rest.bind-address", LOOPBACK);
        all.put("rest.port", String.valueOf(ports.rest()));
        all.put("jobmanager.rpc.address", LOOPBACK);
        all.put("jobmanager.bind-host", LOOPBACK);
        all.put("jobmanager.rpc.port", String.valueOf(ports.rpc()));
        all.put("jobmanager.memory.process.size", "768m");
        all.put("taskmanager.host", LOOPBACK);
        all.put("taskmanager.bind-host", LOOPBACK);
        all.put("taskmanager.numberOfTaskSlots", String.valueOf(builder.slotsPerTaskManager));
        all.put("taskmanager.memory.task.heap.size", "256m");
        all.put("taskmanager.memory.managed.size", "16m");
        all.put("taskmanager.memory.network.min", "32m");
        all.put("taskmanager.memory.network.max", "32m");
        all.put("io.tmp.dirs", directory.temporaryFiles().toString());
        all.put("execution.checkpointing.dir", directory.checkpoints().toUri().toString());
        all.put("execution.checkpointing.savepoint-dir", directory.savepoints().toUri().toString());
        // A TaskManager that was killed is missed soon; one that is only slow is waited for.
        all.put("heartbeat.interval", "2000");
        all.put("metrics.fetcher.update-interval", "1000");
        all.putAll(builder.configuration);
        return all;
    }

    private record Ports(int rest, int rpc) {
        /** Free now, and different; Flink takes them a moment later. */
        static Ports free() {
            try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return new Ports(one.getLocalPort(), other.getLocalPort());
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot find two free ports", e);
            }
        }
    }

    private JavaProcess.Builder java(String name) {
        return JavaProcess.builder(name, directory.root())
                .addToClassPath(classPath)
                .setEnvironment("FLINK_CONF_DIR", directory.configuration().toString())
                .setEnvironment("FLINK_PLUGINS_DIR", directory.plugins().toString())
                .addJvmArguments(
                        OPENED_PACKAGES.stream()
                                .map(opened -> "--add-opens=java.base/" + opened + "=ALL-UNNAMED")
                                .toList())
                .addJvmArguments(
                        List.of(
                                "-Dlog.file=" + directory.log(name),
                                "-Dlog4j.configurationFile="
                                        + directory.configuration().resolve("log4j.properties"),
                                "-Djava.io.tmpdir=" + directory.temporaryFiles()));
    }

    /** For a JVM that lives for seconds. */
    private JavaProcess.Builder shortLivedJava(String name) {
        return java(name)
                .addJvmArguments(
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }

    private ProcessParameters parameters(String command) {
        try (JavaProcess process =
                shortLivedJava("parameters-" + command)
                        .start(
                                ProcessParameters.MAIN_CLASS,
                                List.of(
                                        command,
                                        "--configDir",
                                        directory.configuration().toString()))) {
            process.awaitExit(START_TIMEOUT);
            return ProcessParameters.parse(process.output());
        }
    }

    private FlinkProcess startProcess(
            String name, String mainClass, ProcessParameters parameters, List<String> arguments) {
        List<String> all = new ArrayList<>();
        all.add("--configDir");
        all.add(directory.configuration().toString());
        all.addAll(arguments);
        all.addAll(parameters.arguments());
        return new FlinkProcess(
                java(name).addJvmArguments(parameters.jvmArguments()).start(mainClass, all),
                directory);
    }

    private FlinkProcess launchTaskManager() {
        String name = "taskmanager-" + ++taskManagersStarted;
        FlinkProcess taskManager =
                startProcess(
                        name,
                        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                        taskManagerParameters,
                        List.of("-D", "taskmanager.resource-id=" + name));
        taskManagers.add(taskManager);
        return taskManager;
    }

    /** Waits until the JobManager knows the TaskManagers that run, and no other. */
    private void awaitTaskManagers() {
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

    private List<String> registeredTaskManagers() {
        return StreamSupport.stream(
                        rest.get("/taskmanagers").get("taskmanagers").spliterator(), false)
                .map(taskManager -> taskManager.get("id").asText())
                .sorted()
                .toList();
    }

    FlinkRest rest() {
        return rest;
    }

    ClusterDirectory directory() {
        return directory;
    }

    FlinkProcess jobManager() {
        return jobManager;
    }

    /** The TaskManagers that run, in the order of their start. */
    List<FlinkProcess> taskManagers() {
        return taskManagers.stream().filter(FlinkProcess::isAlive).toList();
    }

    /** Starts one more TaskManager; returns when the cluster has all that run, and no other. */
    FlinkProcess startTaskManager() {
        FlinkProcess taskManager = launchTaskManager();
        awaitTaskManagers();
        return taskManager;
    }

    /** Submits a job by {@code flink run --detached}, and returns when it is accepted. */
    SubmittedJob submit(JobSubmission submission) {
        String printed = client(submission, List.of("--detached"));
        Matcher id = JOB_ID.matcher(printed);
        if (!id.find()) {
            throw new AssertionError("flink run printed no job id:\n" + printed);
        }
        return new SubmittedJob(id.group(1), this);
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
        List<String> arguments = new ArrayList<>();
        arguments.add("run");
        arguments.addAll(options);
        arguments.addAll(submission.options());
        arguments.addAll(List.of("--parallelism", String.valueOf(submission.parallelism())));
        arguments.addAll(List.of("--class", submission.mainClass()));
        arguments.add(submission.jar().toString());
        arguments.addAll(submission.arguments());
        try (JavaProcess client =
                shortLivedJava("client-" + ++clientsStarted)
                        .start("org.apache.flink.client.cli.CliFrontend", arguments)) {
            int status = client.awaitExit(CLIENT_TIMEOUT);
            String printed = client.output();
            if (status != 0) {
                throw new AssertionError(
                        "flink %s ended with status %d and printed:%n%s"
                                .formatted(arguments, status, printed));
            }
            return printed;
        }
    }

    /**
     * Hands back the value.
     *
     * @throws AssertionError if a process has ended that nobody has killed: waiting makes no sense
     *     then
     */
    <T> T whileHealthy(T value) {
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
