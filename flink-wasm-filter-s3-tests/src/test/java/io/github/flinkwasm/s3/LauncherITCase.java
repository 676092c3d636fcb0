package io.github.flinkwasm.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command of the assembled distribution, which carries a Flink of its own, as somebody starts
 * it who has a module on S3.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LauncherITCase {

    @RegisterExtension static final S3Extension S3 = S3Extension.withPluginsOfTheEnvironment();

    @TempDir private Path directory;

    private Path configuration;

    /** What a run of the command came to. */
    private record Outcome(int exitStatus, String out, String err) {}

    @BeforeEach
    void writeConfiguration() throws IOException {
        configuration = Files.createDirectory(directory.resolve("conf"));
        writeConfiguration(S3.configuration());
    }

    private void writeConfiguration(Map<String, String> settings) throws IOException {
        Files.writeString(
                configuration.resolve("config.yaml"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + ": " + setting.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void filterOnS3IsRun() throws Exception {
        // Given
        String uri = S3.put("filters/identity.wasm", Guests.identity());

        // When
        Outcome outcome =
                start(
                        Map.of("FLINK_PLUGINS_DIR", plugins()),
                        "{\"log\":\"text\"}\n",
                        "run",
                        "--wasm",
                        uri,
                        "--function",
                        "f",
                        "--flink-conf",
                        configuration.toString());

        // Then
        assertThat(outcome)
                .isEqualTo(
                        new Outcome(
                                0,
                                "{\"log\":\"text\"}\n",
                                "wasm-filter: 1 event: 1 emitted, 0 dropped, 0 failed\n"));
        assertThat(S3.network().downloadsOf("filters/identity.wasm")).isEqualTo(1);
    }

    @Test
    void moduleOnS3IsCheckedWithTheConfigurationOfTheEnvironment() throws Exception {
        // Given
        String uri = S3.put("filters/identity.wasm", Guests.identity());

        // When
        Outcome outcome =
                start(
                        Map.of(
                                "FLINK_PLUGINS_DIR",
                                plugins(),
                                "FLINK_CONF_DIR",
                                configuration.toString()),
                        "",
                        "check",
                        "--wasm",
                        uri);

        // Then
        assertThat(outcome.exitStatus()).isZero();
        assertThat(outcome.out()).contains("uri        " + uri);
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void wrongKeysAreOneLineWithoutThem() throws Exception {
        // Given
        String uri = S3.put("filters/identity.wasm", Guests.identity());
        writeConfiguration(
                Map.of(
                        "s3.endpoint", S3.network().endpoint(),
                        "s3.path.style.access", "true",
                        "s3.access-key", "wrong-key",
                        "s3.secret-key", "wrong-secret"));

        // When
        Outcome outcome =
                start(
                        Map.of("FLINK_PLUGINS_DIR", plugins()),
                        "",
                        "check",
                        "--wasm",
                        uri,
                        "--flink-conf",
                        configuration.toString());

        // Then
        assertThat(outcome.exitStatus()).isEqualTo(3);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err())
                .startsWith("wasm-filter: Module " + uri + " cannot be read: ")
                .contains("Check the credentials")
                .doesNotContain("wrong-key", "wrong-secret");
    }

    @Test
    void withoutThePluginTheDistributionsDirectoryAndTheJarAreNamed() throws Exception {
        // When
        Outcome outcome = start(Map.of(), "", "check", "--wasm", "s3://filters/identity.wasm");

        // Then
        assertThat(outcome.exitStatus()).isEqualTo(3);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err())
                .contains("there is none for the scheme \"s3\"")
                .contains(
                        "Plugins were looked for in "
                                + distribution().resolve("plugins")
                                + ", which has none.")
                .contains("Put flink-s3-fs-hadoop-<Flink's version>.jar into a directory");
    }

    @Test
    void pluginWithoutAJarIsWrongUsage() throws Exception {
        // Given
        Path plugin = Files.createDirectories(directory.resolve("plugins/s3-fs-hadoop"));

        // When
        Outcome outcome =
                start(
                        Map.of("FLINK_PLUGINS_DIR", String.valueOf(plugin.getParent())),
                        "",
                        "check",
                        "--wasm",
                        "s3://filters/identity.wasm");

        // Then
        assertThat(outcome.exitStatus()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("wasm-filter: Flink's plugins cannot be used: ")
                .contains(plugin.toString())
                .contains("Each plugin is a directory with its jar in it");
    }

    @Test
    void serverThatIsDownIsToldBeforeOneLosesPatience() throws Exception {
        // Given
        Map<String, String> settings = new HashMap<>(S3.configuration());
        settings.put("s3.endpoint", "http://127.0.0.1:1");
        writeConfiguration(settings);

        // When
        long started = System.nanoTime();
        Outcome outcome =
                start(
                        Map.of("FLINK_PLUGINS_DIR", plugins()),
                        "",
                        "check",
                        "--wasm",
                        "s3://filters/identity.wasm",
                        "--flink-conf",
                        configuration.toString());
        Duration took = Duration.ofNanos(System.nanoTime() - started);

        // Then: with the plugin's own settings it would be a quarter of an hour
        assertThat(outcome.exitStatus()).isEqualTo(3);
        assertThat(outcome.err()).contains("Connection refused");
        assertThat(took).isLessThan(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void archiveOnS3IsReplayedToS3AndComparedWithThat(boolean nativePlugin) throws Exception {
        // Given
        String plugins = nativePlugin ? System.getProperty("native.plugins.directory") : plugins();
        String bucket = nativePlugin ? "filters/native" : "filters/hadoop";
        S3.put(bucket + "/logs/a.ndjson", "{\"n\":1}\n{\"n\":2}\n".getBytes(UTF_8));
        S3.put(bucket + "/logs/b.ndjson", "{\"n\":3}\nnothing\n".getBytes(UTF_8));
        S3.put(bucket + "/logs/empty.ndjson", new byte[0]);
        S3.put(bucket + "/identity.wasm", Guests.identity());

        // When
        Outcome first = replay(plugins, bucket, "first");
        Outcome second =
                replay(plugins, bucket, "second", "--against-output", "s3://" + bucket + "/first");

        // Then
        assertThat(first.exitStatus()).as(first.err()).isZero();
        assertThat(second.exitStatus()).as(second.err()).isZero();
        assertThat(S3.server().read(bucket + "/first/part-000000-0000.ndjson"))
                .asString(UTF_8)
                .isEqualTo("{\"n\":1}\n{\"n\":2}\n");
        assertThat(S3.server().read(bucket + "/first/part-000001-0000.ndjson"))
                .asString(UTF_8)
                .isEqualTo("{\"n\":3}\n");
        assertThat(S3.server().file(bucket + "/second/_SUCCESS")).exists();
        assertThat(S3.server().file(bucket + "/second/_journal")).doesNotExist();
        assertThat(second.err()).containsPattern("unchanged +3\n");
    }

    private Outcome replay(String plugins, String bucket, String output, String... more)
            throws Exception {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(
                List.of("replay", "--flink-conf", configuration.toString(), "--function", "f"));
        arguments.addAll(List.of("--wasm", "s3://" + bucket + "/identity.wasm"));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("-o", "s3://" + bucket + "/" + output));
        arguments.add("s3://" + bucket + "/logs");
        return start(Map.of("FLINK_PLUGINS_DIR", plugins), "", arguments.toArray(String[]::new));
    }

    private static String plugins() {
        return System.getenv("FLINK_PLUGINS_DIR");
    }

    private static Path distribution() throws IOException {
        Path distribution = Path.of(System.getProperty("distribution", ""));
        if (!Files.isExecutable(distribution.resolve("bin/wasm-filter"))) {
            throw new IllegalStateException(
                    "There is no distribution in "
                            + distribution
                            + ". Build it first: mvn -Dquickly package -pl flink-wasm-filter-dist"
                            + " -am");
        }
        return distribution.toRealPath();
    }

    private Outcome start(Map<String, String> environment, String input, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(distribution().resolve("bin/wasm-filter").toString());
        command.addAll(List.of(arguments));
        File out = directory.resolve("out").toFile();
        File err = directory.resolve("err").toFile();
        Path in = Files.writeString(directory.resolve("in"), input);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out)
                        .redirectError(err);
        builder.environment().remove("FLINK_PLUGINS_DIR");
        builder.environment().remove("FLINK_CONF_DIR");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            int exitStatus = process.waitFor();
            return new Outcome(
                    exitStatus,
                    Files.readString(out.toPath(), UTF_8),
                    Files.readString(err.toPath(), UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
