package io.github.flinkwasm.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReport.State;
import io.github.flinkwasm.datastream.ModuleUpgrades;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Upgrades where TaskManagers are JVMs of their own, with files of their own, and are killed. */
class UpgradeClusterITCase {
    private static final int SUBTASKS = 2;
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final Pattern EMITTED = Pattern.compile("\"v\":\"(\\d\\d)\".*\"n\":(\\d+)");

    @RegisterExtension final FlinkClusters clusters = new FlinkClusters();

    @TempDir private Path directory;

    private FlinkCluster cluster;
    private SubmittedJob job;
    private Path commands;
    private int commandsSent;

    private static byte[] version(String version) throws IOException {
        byte[] module =
                Files.readAllBytes(
                        Path.of(URI.create(FlinkInstallation.guest("wat/version/version.wasm"))));
        return new String(module, ISO_8859_1)
                .replace("\"v\":\"00\"", "\"v\":\"%s\"".formatted(version))
                .getBytes(ISO_8859_1);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** One slot a TaskManager, so that each runs one subtask of the filter. */
    private void startJob() throws IOException {
        cluster =
                clusters.start(
                        FlinkCluster.builder()
                                .setTaskManagers(SUBTASKS)
                                .setSlotsPerTaskManager(1)
                                .setConfiguration("restart-strategy.type", "fixed-delay")
                                .setConfiguration("restart-strategy.fixed-delay.attempts", "200")
                                .setConfiguration("restart-strategy.fixed-delay.delay", "1 s")
                                .setConfiguration("execution.checkpointing.interval", "1 s"));
        Path initial = Files.write(directory.resolve("initial.wasm"), version("00"));
        commands = Files.createDirectory(directory.resolve("commands"));
        job =
                cluster.submit(
                        JobSubmission.of(
                                FlinkInstallation.jobJar(),
                                "io.github.flinkwasm.e2e.job.UpgradableJob",
                                SUBTASKS,
                                initial.toString(),
                                commands.toString(),
                                directory.resolve("reports").toString(),
                                directory.resolve("emitted").toString()));
        job.awaitAllTasksRunning();
        Await.until("a checkpoint", TIMEOUT, () -> job.completedCheckpoints(), count -> count > 0);
    }

    private void send(ModuleCommand command) throws IOException {
        String name = "%03d.json".formatted(commandsSent++);
        Path hidden =
                Files.writeString(
                        commands.resolve("." + name), ModuleUpgrades.toJson(command) + "\n");
        Files.move(hidden, commands.resolve(name));
    }

    /** What each subtask, by its number, said last. */
    private Map<Integer, UpgradeReport> lastReports() {
        Map<Integer, UpgradeReport> last = new TreeMap<>();
        linesIn("reports").stream()
                .map(ModuleUpgrades::reportFromJson)
                .filter(UpgradeReport::isOfSubtask)
                .forEach(report -> last.put(report.subtask(), report));
        return last;
    }

    private List<UpgradeReport> awaitAll(State... states) {
        return List.copyOf(
                Await.until(
                                "all subtasks to report one of " + List.of(states),
                                TIMEOUT,
                                () -> cluster.whileHealthy(lastReports()),
                                last ->
                                        last.size() == SUBTASKS
                                                && last.values().stream()
                                                        .allMatch(
                                                                report ->
                                                                        report.upgradeId()
                                                                                        .equals(
                                                                                                "next")
                                                                                && List.of(states)
                                                                                        .contains(
                                                                                                report
                                                                                                        .state())))
                        .values());
    }

    /** What has been committed so far. */
    private List<String> linesIn(String name) {
        Path root = directory.resolve(name);
        if (!Files.exists(root)) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(root)) {
            List<Path> files =
                    tree.filter(Files::isRegularFile)
                            .filter(file -> !file.getFileName().toString().startsWith("."))
                            .sorted(Comparator.comparingLong(file -> file.toFile().lastModified()))
                            .toList();
            for (Path file : files) {
                lines.addAll(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private long countEmittedBy(String version) {
        return linesIn("emitted").stream()
                .filter(line -> line.contains("\"v\":\"" + version + "\""))
                .count();
    }

    private void awaitEmittedBy(String version) {
        Await.until(
                "committed output of version " + version,
                TIMEOUT,
                () -> cluster.whileHealthy(countEmittedBy(version)),
                count -> count > 0);
    }

    /** Every number of both of the source's splits, once, so by one version. */
    private void assertEveryNumberOnce() {
        Map<Boolean, List<Long>> bySplit = new TreeMap<>();
        for (String line : linesIn("emitted")) {
            Matcher emitted = EMITTED.matcher(line);
            assertThat(emitted.find()).as(line).isTrue();
            long number = Long.parseLong(emitted.group(2));
            bySplit.computeIfAbsent(number > Long.MAX_VALUE / 4, key -> new ArrayList<>())
                    .add(number);
        }
        assertThat(bySplit).hasSize(SUBTASKS);
        assertThat(bySplit.get(false)).contains(0L);
        bySplit.values()
                .forEach(
                        numbers -> {
                            numbers.sort(null);
                            for (int i = 1; i < numbers.size(); i++) {
                                assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
                            }
                        });
    }

    @Test
    void otherBytesOnOneTaskManagerHoldTheUpgradeUpForAllUntilTheyAreRight() throws Exception {
        // Given
        startJob();
        byte[] next = version("01");
        byte[] wrong = version("99");
        Path right = cluster.directory().home(cluster.taskManagers().get(0).name());
        Path other = cluster.directory().home(cluster.taskManagers().get(1).name());
        Files.write(right.resolve("next.wasm"), next);
        Files.write(other.resolve("next.wasm"), wrong);

        // When
        send(ModuleCommand.stage("next", ModuleReference.pinned("next.wasm", sha256(next))));
        List<UpgradeReport> staged = awaitAll(State.READY, State.REJECTED);
        send(ModuleCommand.activate("next"));
        Await.until(
                "the job to fail",
                TIMEOUT,
                () -> cluster.whileHealthy(job.rootException()),
                trace -> trace.contains("is not ready on subtask"));
        Files.write(other.resolve("next.wasm"), next);
        List<UpgradeReport> activated = awaitAll(State.ACTIVATED);
        awaitEmittedBy("01");
        job.stopWithSavepoint(cluster.directory().savepoints());

        // Then
        assertThat(staged)
                .extracting(UpgradeReport::state)
                .containsExactlyInAnyOrder(State.READY, State.REJECTED);
        assertThat(staged)
                .filteredOn(report -> report.state() == State.REJECTED)
                .extracting(UpgradeReport::detail)
                .first()
                .asString()
                .contains(sha256(wrong))
                .contains("but it is pinned to " + sha256(next));
        assertThat(activated.get(0).checkpointId()).isEqualTo(activated.get(1).checkpointId());
        assertThat(countEmittedBy("00")).isPositive();
        assertThat(countEmittedBy("99")).isZero();
        assertEveryNumberOnce();
    }

    @Test
    void anActivationOutlivesTheTaskManagerThatIsKilledInTheMiddleOfIt() throws Exception {
        // Given
        startJob();
        byte[] next = version("01");
        Path file = Files.write(directory.resolve("next.wasm"), next);
        send(ModuleCommand.stage("next", ModuleReference.pinned(file.toString(), sha256(next))));
        awaitAll(State.READY);

        // When
        send(ModuleCommand.activate("next"));
        cluster.taskManagers().get(0).kill();
        cluster.startTaskManager();
        awaitAll(State.ACTIVATED, State.RUNNING);
        awaitEmittedBy("01");
        job.stopWithSavepoint(cluster.directory().savepoints());

        // Then
        assertThat(countEmittedBy("00")).isPositive();
        assertEveryNumberOnce();
    }
}
