package io.github.flinkwasm.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobStatus;

/** A job that a {@link FlinkCluster} has accepted. */
public final class SubmittedJob {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final String id;
    private final FlinkCluster cluster;
    private final FlinkRest rest;

    SubmittedJob(String id, FlinkCluster cluster) {
        this.id = id;
        this.cluster = cluster;
        this.rest = cluster.rest();
    }

    String id() {
        return id;
    }

    public JobStatus status() {
        return JobStatus.valueOf(rest.get("/jobs/" + id).get("state").asText());
    }

    /**
     * Waits until the job has a status.
     *
     * @throws AssertionError at once if the job ended in another way, with the reason
     */
    public void awaitStatus(JobStatus wanted) {
        Await.until(
                "job " + id + " to be " + wanted,
                TIMEOUT,
                () -> {
                    JobStatus status = status();
                    if (status != wanted && status.isGloballyTerminalState()) {
                        throw new AssertionError(
                                "Job %s was to be %s and is %s: %s"
                                        .formatted(id, wanted, status, rootException()));
                    }
                    return cluster.whileHealthy(status);
                },
                wanted::equals);
    }

    /** Waits until every subtask of every operator runs. */
    public void awaitAllTasksRunning() {
        awaitStatus(JobStatus.RUNNING);
        Await.until(
                "every task of job " + id + " to run",
                TIMEOUT,
                () -> {
                    awaitStatus(JobStatus.RUNNING);
                    return rest.get("/jobs/" + id);
                },
                job ->
                        StreamSupport.stream(job.get("vertices").spliterator(), false)
                                .allMatch(
                                        vertex ->
                                                vertex.get("tasks").get("RUNNING").asInt()
                                                        == vertex.get("parallelism").asInt()));
    }

    /** What the job said when it failed last, or nothing. */
    String rootException() {
        JsonNode history = rest.get("/jobs/" + id + "/exceptions").path("exceptionHistory");
        List<String> traces = new ArrayList<>();
        history.path("entries").forEach(entry -> traces.add(entry.path("stacktrace").asText()));
        return String.join("\n", traces);
    }

    /** The job's own accumulators by name; complete once the job has ended. */
    Map<String, Long> accumulators() {
        Map<String, Long> values = new TreeMap<>();
        rest.get("/jobs/" + id + "/accumulators")
                .get("user-task-accumulators")
                .forEach(one -> values.put(one.get("name").asText(), one.get("value").asLong()));
        return values;
    }

    /**
     * A metric of all subtasks of a task, summed up.
     *
     * @param task a part of the task's name, which with chaining names several operators
     * @param metric its name after the subtask's index, such as {@code echo.wasm.eventsEmitted}
     */
    long sumOfMetric(String task, String metric) {
        return sumOfMetrics(aggregatedMetrics(task) + "&get=" + metric);
    }

    /**
     * The same of all operators that have such a metric, for those whose names the planner chose.
     *
     * @param metric the end of its name, such as {@code .eventsEmitted}
     */
    long sumOfMetricsThatEndWith(String task, String metric) {
        String metrics = aggregatedMetrics(task);
        List<String> names =
                StreamSupport.stream(rest.get(metrics).spliterator(), false)
                        .map(one -> one.get("id").asText())
                        .filter(name -> name.endsWith(metric))
                        .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8))
                        .toList();
        return names.isEmpty() ? 0 : sumOfMetrics(metrics + "&get=" + String.join(",", names));
    }

    private String aggregatedMetrics(String task) {
        JsonNode vertex =
                StreamSupport.stream(rest.get("/jobs/" + id).get("vertices").spliterator(), false)
                        .filter(candidate -> candidate.get("name").asText().contains(task))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new AssertionError(
                                                "Job %s has no task with \"%s\" in its name: %s"
                                                        .formatted(
                                                                id,
                                                                task,
                                                                rest.get("/jobs/" + id))));
        return "/jobs/%s/vertices/%s/subtasks/metrics?agg=sum"
                .formatted(id, vertex.get("id").asText());
    }

    private long sumOfMetrics(String path) {
        return StreamSupport.stream(rest.get(path).spliterator(), false)
                .mapToLong(metric -> metric.get("sum").asLong())
                .sum();
    }

    /** Nothing while no JobManager knows the job, as when one has just died. */
    public Optional<Checkpoints> checkpoints() {
        return rest.ask("/jobs/" + id + "/checkpoints").map(Checkpoints::parse);
    }

    /** How many checkpoints were completed so far. */
    int completedCheckpoints() {
        return rest.get("/jobs/" + id + "/checkpoints").get("counts").get("completed").asInt();
    }

    /** Cancels the job and waits for its end. */
    void cancel() {
        rest.patch("/jobs/" + id);
        awaitStatus(JobStatus.CANCELED);
    }

    /**
     * Takes a savepoint; the job goes on.
     *
     * @return where it is
     */
    URI savepoint(Path directory) {
        return savepoint("/savepoints", Map.of("target-directory", directory.toUri().toString()));
    }

    /**
     * Stops the job with a savepoint.
     *
     * @return where it is
     */
    public URI stopWithSavepoint(Path directory) {
        URI savepoint = savepoint("/stop", Map.of("targetDirectory", directory.toUri().toString()));
        awaitStatus(JobStatus.FINISHED);
        return savepoint;
    }

    private URI savepoint(String path, Map<String, ?> request) {
        String trigger = rest.post("/jobs/" + id + path, request).get("request-id").asText();
        JsonNode result =
                Await.until(
                        "a savepoint of job " + id,
                        TIMEOUT,
                        () ->
                                cluster.whileHealthy(
                                        rest.get("/jobs/" + id + "/savepoints/" + trigger)),
                        answer -> answer.get("status").get("id").asText().equals("COMPLETED"));
        JsonNode location = result.get("operation").get("location");
        if (location == null) {
            throw new AssertionError("Job " + id + " gave no savepoint: " + result);
        }
        return URI.create(location.asText());
    }
}
