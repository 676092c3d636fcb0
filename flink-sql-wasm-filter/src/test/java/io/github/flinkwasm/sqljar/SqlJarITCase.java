package io.github.flinkwasm.sqljar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar has all that the library needs at run time, nothing else, and says what it bundles. */
class SqlJarITCase {
    private static final String SHADED = "io/github/flinkwasm/shaded/";

    /** Where a bundled jar's classes go. What is not here keeps its name. */
    private static final Map<String, String> RELOCATED =
            Map.of(
                    "com/fasterxml/jackson/", SHADED + "com/fasterxml/jackson/",
                    "org/msgpack/", SHADED + "org/msgpack/");

    private static final Pattern BUNDLED =
            Pattern.compile("- ([^:\\s]+):([^:\\s]+):([^:\\s]+)  ([^\\s].*)");

    private final JarContents jar = JarContents.of(Path.of(System.getProperty("sql.jar")));
    private final List<JarContents> madeOf =
            Stream.of(read("sql.jar.made.of").split(System.getProperty("path.separator"), 0))
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
    void classesAreThoseOfTheLibraryAndOfWhatItNeedsEachOnce() {
        // Given
        List<String> wanted =
                madeOf.stream()
                        .flatMap(part -> part.classes().stream())
                        .map(SqlJarITCase::relocated)
                        .toList();

        // When
        List<String> classes = jar.classes();

        // Then
        assertThat(classes).containsExactlyInAnyOrderElementsOf(wanted).doesNotHaveDuplicates();
    }

    @Test
    void nothingThatAClusterHasItselfIsBundled() {
        // When
        List<String> outside =
                jar.packages().stream()
                        .filter(name -> !name.matches("io\\.github\\.flinkwasm(\\..*)?"))
                        .filter(name -> !name.matches("com\\.dylibso\\.chicory\\..*"))
                        .filter(name -> !name.matches("org\\.objectweb\\.asm(\\..*)?"))
                        .toList();

        // Then
        assertThat(outside).isEmpty();
    }

    @Test
    void filesOtherThanClassesAreLicencesAndServices() {
        // Given
        List<String> licences =
                madeOf.stream()
                        .filter(part -> !artifact(part).equals("flink-wasm-filter"))
                        .flatMap(
                                part ->
                                        part.licenceFiles().stream()
                                                .map(file -> kept(artifact(part), file)))
                        .toList();
        List<String> services =
                madeOf.stream()
                        .flatMap(part -> part.filesOtherThanClasses().stream())
                        .filter(file -> file.startsWith("META-INF/services/"))
                        .map(SqlJarITCase::relocatedService)
                        .toList();
        List<String> wanted = new ArrayList<>(licences);
        wanted.addAll(services);
        wanted.addAll(
                List.of(
                        "META-INF/MANIFEST.MF",
                        "META-INF/LICENSE",
                        "META-INF/NOTICE",
                        "META-INF/licenses/LICENSE.asm"));

        // When
        List<String> files = jar.filesOtherThanClasses();

        // Then
        assertThat(files).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void servicesNameClassesThatAreInTheJar() {
        // Given
        List<String> services =
                jar.files().stream().filter(file -> file.startsWith("META-INF/services/")).toList();

        // When
        List<String> providers =
                services.stream()
                        .flatMap(file -> jar.text(file).lines())
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .toList();

        // Then
        assertThat(providers)
                .isNotEmpty()
                .allSatisfy(
                        provider ->
                                assertThat(jar.files())
                                        .contains(provider.replace('.', '/') + ".class"));
    }

    @Test
    void noticeListsEveryBundledArtifactWithItsLicence() {
        // Given
        Map<String, String> wanted = new TreeMap<>();
        madeOf.stream()
                .map(SqlJarITCase::fileName)
                .filter(name -> !name.startsWith("flink-wasm-filter-"))
                .forEach(
                        name ->
                                wanted.put(
                                        name,
                                        name.startsWith("asm") ? "BSD-3-Clause" : "Apache-2.0"));

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
        assertThat(jar.text("META-INF/licenses/LICENSE.asm")).contains("Redistributions");
    }

    @Test
    void nothingNamesTheClassesThatWereMoved() {
        // Given
        List<String> moved =
                RELOCATED.keySet().stream()
                        .flatMap(name -> Stream.of(name, name.replace('/', '.')))
                        .toList();

        // When
        List<String> naming =
                jar.classes().stream()
                        .filter(file -> moved.stream().anyMatch(withoutNewNames(file)::contains))
                        .toList();

        // Then
        assertThat(naming).isEmpty();
    }

    private String withoutNewNames(String file) {
        return new String(jar.bytes(file), StandardCharsets.ISO_8859_1)
                .replaceAll("io([/.])github\\1flinkwasm\\1shaded\\1(com\\1fasterxml|org)\\1", "");
    }

    private static String relocated(String file) {
        return RELOCATED.entrySet().stream()
                .filter(moved -> file.startsWith(moved.getKey()))
                .map(moved -> moved.getValue() + file.substring(moved.getKey().length()))
                .findFirst()
                .orElse(file);
    }

    private static String relocatedService(String file) {
        String service = file.substring("META-INF/services/".length());
        return "META-INF/services/" + relocated(service.replace('.', '/')).replace('/', '.');
    }

    private static String kept(String artifact, String file) {
        return "META-INF/licenses/" + artifact + file.substring("META-INF".length());
    }

    private static String fileName(JarContents part) {
        return part.jar().getFileName().toString();
    }

    private static String artifact(JarContents part) {
        return fileName(part).replaceFirst("-\\d.*", "");
    }
}
