package io.github.flinkwasm.replayjob;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.sqljar.JarContents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar has all that the command needs at run time but Flink, and says what it bundles. */
class ReplayJobJarITCase {
    private static final String SHADED = "io/github/flinkwasm/shaded/";

    /** What goes to packages of ours. The rest keeps its name. */
    private static final List<String> RELOCATED =
            List.of(
                    "com/fasterxml/jackson/",
                    "org/msgpack/",
                    "org/apache/commons/",
                    "org/tukaani/");

    private static final Map<String, String> LICENCES =
            Map.of(
                    "asm", "BSD-3-Clause",
                    "jcodings", "MIT",
                    "joni", "MIT",
                    "xz", "0BSD",
                    "zstd-jni", "BSD-2-Clause");

    private static final Pattern BUNDLED =
            Pattern.compile("- ([^:\\s]+):([^:\\s]+):([^:\\s]+)  ([^\\s].*)");

    private final JarContents jar = JarContents.of(Path.of(System.getProperty("job.jar")));
    private final List<JarContents> madeOf =
            Stream.of(read("job.jar.made.of").split(System.getProperty("path.separator"), 0))
                    .map(Path::of)
                    .filter(path -> !path.getFileName().toString().startsWith("jspecify-"))
                    .map(JarContents::of)
                    .toList();

    private static String read(String property) {
        try {
            return Files.readString(Path.of(System.getProperty(property))).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read what " + property + " names", e);
        }
    }

    @Test
    void classesAreThoseOfTheCommandAndOfWhatItNeedsEachOnce() {
        // Given
        List<String> wanted =
                madeOf.stream()
                        .flatMap(part -> part.classes().stream())
                        .map(ReplayJobJarITCase::relocated)
                        .toList();

        // When
        List<String> classes = jar.classes();

        // Then
        assertThat(classes).containsExactlyInAnyOrderElementsOf(wanted).doesNotHaveDuplicates();
    }

    @Test
    void nothingThatAClusterHasItselfIsBundled() {
        // When
        List<String> packages = jar.packages().stream().toList();

        // Then
        assertThat(packages)
                .noneMatch(name -> name.matches("org\\.(apache|slf4j)(\\..*)?"))
                .contains("com.github.luben.zstd", "com.dylibso.chicory.runtime", "picocli");
    }

    @Test
    void manifestNamesTheMainClassOfTheCommand() {
        // When
        String manifest = jar.text("META-INF/MANIFEST.MF");

        // Then
        assertThat(manifest).contains("Main-Class: io.github.flinkwasm.cli.WasmFilterCommand");
    }

    @Test
    void nativeLibrariesKeepTheirPlaces() {
        // Given
        List<String> wanted =
                madeOf.stream()
                        .flatMap(part -> part.files().stream())
                        .filter(file -> file.contains("libzstd-jni"))
                        .toList();

        // When
        List<String> found =
                jar.files().stream().filter(file -> file.contains("libzstd-jni")).toList();

        // Then
        assertThat(found).hasSizeGreaterThan(10).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void noticeListsEveryBundledArtifactWithItsLicence() {
        // Given
        Map<String, String> wanted = new TreeMap<>();
        madeOf.stream()
                .map(part -> String.valueOf(part.jar().getFileName()))
                .filter(name -> !name.startsWith("flink-wasm-filter-"))
                .forEach(name -> wanted.put(name, licenceOf(name)));

        // When
        Map<String, String> listed =
                jar.text("META-INF/NOTICE")
                        .lines()
                        .filter(line -> line.startsWith("- "))
                        .map(BUNDLED::matcher)
                        .filter(Matcher::matches)
                        .collect(
                                Collectors.toMap(
                                        line -> line.group(2) + "-" + line.group(3) + ".jar",
                                        line -> line.group(4),
                                        (one, other) -> one + " and " + other,
                                        TreeMap::new));

        // Then
        assertThat(listed).containsExactlyEntriesOf(wanted);
        assertThat(jar.text("META-INF/LICENSE")).contains("Apache License");
        assertThat(jar.files())
                .containsAll(
                        LICENCES.keySet().stream()
                                .map(artifact -> "META-INF/licenses/LICENSE." + artifact)
                                .toList());
    }

    @Test
    void whatAuthorsSayAboutLicencesIsKept() {
        // Given
        List<String> wanted =
                madeOf.stream()
                        .filter(part -> !artifact(part).startsWith("flink-wasm-filter"))
                        .flatMap(
                                part ->
                                        part.licenceFiles().stream()
                                                .map(file -> kept(artifact(part), file)))
                        .toList();

        // Then
        assertThat(jar.files()).containsAll(wanted);
    }

    @Test
    void nothingNamesTheClassesThatWereMoved() {
        // When
        List<String> naming =
                jar.classes().stream()
                        .filter(
                                file ->
                                        RELOCATED.stream()
                                                .anyMatch(withoutNewNames(file)::contains))
                        .toList();

        // Then
        assertThat(naming).isEmpty();
    }

    /** As the JVM names classes, with slashes: with dots they are only text, as in messages. */
    private String withoutNewNames(String file) {
        return new String(jar.bytes(file), StandardCharsets.ISO_8859_1)
                .replaceAll(SHADED + "(com/fasterxml|org)/", "");
    }

    private static String licenceOf(String fileName) {
        return LICENCES.entrySet().stream()
                .filter(licence -> fileName.startsWith(licence.getKey() + "-"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("Apache-2.0");
    }

    private static String relocated(String file) {
        return RELOCATED.stream().anyMatch(file::startsWith) ? SHADED + file : file;
    }

    private static String kept(String artifact, String file) {
        return "META-INF/licenses/" + artifact + file.substring("META-INF".length());
    }

    private static String artifact(JarContents part) {
        return String.valueOf(part.jar().getFileName()).replaceFirst("-\\d.*", "");
    }
}
