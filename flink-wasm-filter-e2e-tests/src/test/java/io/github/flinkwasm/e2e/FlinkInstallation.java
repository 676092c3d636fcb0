package io.github.flinkwasm.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where Maven has put what the tests run; see this module's POM. */
public final class FlinkInstallation {

    private FlinkInstallation() {}

    public static String version() {
        return property("e2e.flink.version");
    }

    /** The directory with the jars that an installation has in {@code lib/}. */
    public static Path libraries() {
        return existing("e2e.flink.home").resolve("lib");
    }

    /** The directory with the jars that an installation has in {@code opt/}. */
    static Path optional() {
        return existing("e2e.flink.home").resolve("opt");
    }

    /** The library with all that it needs, for {@code ADD JAR}. */
    static Path sqlJar() {
        return existing("e2e.sql.jar");
    }

    /** The replay with all that it needs but Flink, for {@code flink run}. */
    static Path replayJobJar() {
        return existing("e2e.replay.job.jar");
    }

    /** The root of the repository, with examples, and with the jars that were built. */
    static Path repository() {
        return existing("e2e.repository");
    }

    /** The directory with the library's jars, for a cluster that has them in {@code lib/}. */
    static Path filterLibraries() {
        return existing("e2e.library");
    }

    /** The jar of the jobs of this module, with the library and all that it needs. */
    public static Path jobJar() {
        return existing("e2e.job.jar");
    }

    /** The same jobs without the library. */
    static Path jobJarWithoutLibrary() {
        return existing("e2e.job.jar.without.library");
    }

    /** A module among the library's test guests, such as {@code ways-out/ways_out.wasm}. */
    public static String guest(String path) {
        return existing("e2e.guests").resolve(path).toUri().toString();
    }

    /** Where clusters make their directories. */
    static Path clusters() {
        return Path.of(property("e2e.clusters"));
    }

    /** Where tests write what they measured. */
    public static Path reports() {
        return Path.of(property("e2e.reports"));
    }

    private static Path existing(String property) {
        Path path = Path.of(property(property));
        if (!Files.exists(path)) {
            throw new IllegalStateException(
                    "System property %s names %s, which does not exist. Build it with: mvn package"
                            .formatted(property, path));
        }
        return path;
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(
                    "There is no system property "
                            + name
                            + ". Run the test with Maven, which sets it: mvn verify -Dit.test=…");
        }
        return value;
    }
}
