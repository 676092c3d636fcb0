package io.github.flinkwasm.examples.howto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader finds every document, and what it links to. */
final class DocumentsTest {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Path INDEX = ROOT.resolve("docs/README.md");

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern OTHER_SITE = Pattern.compile("[a-z]+:.*");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|`[^`\n]*`");

    @Test
    void theIndexLinksEveryDocument() throws IOException {
        // Given
        List<Path> documents = documents().filter(document -> !document.equals(INDEX)).toList();

        // When
        List<Path> linked =
                links(INDEX).map(link -> INDEX.resolveSibling(link.group(1)).normalize()).toList();

        // Then
        assertThat(linked)
                .as("links in %s, which has to have one to each document", ROOT.relativize(INDEX))
                .containsAll(documents);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documentsAndReadme")
    void everyLinkLeadsSomewhere(Path document) throws IOException {
        // When
        List<Matcher> links = links(document).toList();

        // Then
        for (Matcher link : links) {
            Path target =
                    link.group(1).isEmpty()
                            ? document
                            : document.resolveSibling(link.group(1)).normalize();
            assertThat(target).as("%s in %s", link.group(), document).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target))
                        .as("headings of %s, for %s", target, link.group())
                        .contains(link.group(2));
            }
        }
    }

    static Stream<Path> documentsAndReadme() throws IOException {
        return Stream.concat(Stream.of(ROOT.resolve("README.md")), documents());
    }

    private static Stream<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        }
    }

    private static Stream<Matcher> links(Path document) throws IOException {
        String text = CODE.matcher(Files.readString(document)).replaceAll("");
        Stream.Builder<Matcher> links = Stream.builder();
        Matcher link = LINK.matcher(text);
        int from = 0;
        while (link.find(from)) {
            from = link.end();
            if (!OTHER_SITE.matcher(link.group(1)).matches()) {
                Matcher found = LINK.matcher(link.group());
                assertThat(found.matches()).isTrue();
                links.add(found);
            }
        }
        return links.build();
    }

    private static List<String> anchors(Path document) throws IOException {
        return Files.readString(document)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(DocumentsTest::anchor)
                .toList();
    }

    /** The name that a heading has in links, by the rule that GitHub and GitLab share. */
    private static String anchor(String heading) {
        return heading.replaceFirst("#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
