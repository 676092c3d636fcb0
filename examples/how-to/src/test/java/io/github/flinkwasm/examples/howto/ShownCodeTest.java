package io.github.flinkwasm.examples.howto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every piece of Java in the documents stands in a source file that is compiled. */
final class ShownCodeTest {

    private static final Path ROOT = Path.of("..", "..");

    /** Where the code that documents show may come from. */
    private static final List<Path> SOURCES =
            List.of(
                    ROOT.resolve("examples/how-to/src/main/java"),
                    ROOT.resolve("examples/datastream-job/src/main/java"));

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void everyPieceOfJavaIsCompiled(Path document) throws IOException {
        // Given
        List<String> pieces = javaIn(Files.readString(document));

        // When
        List<String> sources = sources();

        // Then
        for (String piece : pieces) {
            assertThat(sources.stream().anyMatch(source -> containsIndented(source, piece)))
                    .as(
                            "%s shows code that is in no source under %s word for word. Change the"
                                + " source, let the build format it, and copy it from there:%n%s",
                            ROOT.relativize(document), SOURCES, piece)
                    .isTrue();
        }
    }

    static Stream<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
        documents.add(ROOT.resolve("README.md"));
        return documents.stream();
    }

    @Test
    void everyClassHereIsShownByAPage() throws IOException {
        // Given
        String pages = "";
        for (Path page : files(ROOT.resolve("docs/how-to"), ".md")) {
            pages += String.join("\n", javaIn(Files.readString(page)));
        }

        // When
        List<Path> classes = files(SOURCES.get(0), ".java");

        // Then
        String shown = pages;
        for (Path file : classes) {
            String source = Files.readString(file);
            if (!file.endsWith("package-info.java")) {
                assertThat(source).contains("Shown in {@code docs/how-to/");
                String page =
                        source.replaceFirst(
                                "(?s).*Shown in \\{@code docs/how-to/([a-z0-9-]+\\.md)}.*", "$1");
                assertThat(javaIn(Files.readString(ROOT.resolve("docs/how-to").resolve(page))))
                        .as("pieces of Java in docs/how-to/%s", page)
                        .isNotEmpty();
            }
        }
        assertThat(shown).isNotEmpty();
    }

    @Test
    void aPieceIsFoundAtAnyDepthAndOnlyWhole() {
        // Given
        String source = "class A {\n    void f() {\n        g(\n                1);\n    }\n}\n";

        // When
        boolean found = containsIndented(source, "g(\n        1);");

        // Then
        assertThat(found).isTrue();
        assertThat(containsIndented(source, "g(\n    1);")).isFalse();
        assertThat(containsIndented(source, "g(\n        2);")).isFalse();
        assertThat(containsIndented(source, "void f() {\n    g(")).isTrue();
    }

    private static List<String> sources() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path directory : SOURCES) {
            for (Path file : files(directory, ".java")) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    private static List<Path> files(Path directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static List<String> javaIn(String document) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = null;
        for (String line : document.lines().toList()) {
            if (piece == null) {
                piece = line.equals("```java") ? new StringBuilder() : null;
            } else if (line.equals("```")) {
                pieces.add(piece.toString().stripTrailing());
                piece = null;
            } else {
                piece.append(line).append('\n');
            }
        }
        assertThat(piece).as("a piece of Java that does not end").isNull();
        return pieces;
    }

    /** Whether the lines of a piece follow each other in a source, all as much further right. */
    private static boolean containsIndented(String source, String piece) {
        List<String> lines = source.lines().toList();
        List<String> wanted = piece.lines().toList();
        for (int start = 0; start + wanted.size() <= lines.size(); start++) {
            String first = lines.get(start);
            String indentation = first.substring(0, first.length() - first.stripLeading().length());
            if (matchesAt(lines, start, wanted, indentation)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesAt(
            List<String> lines, int start, List<String> wanted, String indentation) {
        for (int i = 0; i < wanted.size(); i++) {
            String line = wanted.get(i);
            if (!lines.get(start + i).equals(line.isEmpty() ? "" : indentation + line)) {
                return false;
            }
        }
        return true;
    }
}
