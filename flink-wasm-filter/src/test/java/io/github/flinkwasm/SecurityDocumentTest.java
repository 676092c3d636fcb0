package io.github.flinkwasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every claim of docs/security.md names a test; a claim whose test is gone is none. */
class SecurityDocumentTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCUMENT = ROOT.resolve("docs/security.md");
    private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    private static List<MatchResult> namedTests() throws IOException {
        return NAMED_TEST.matcher(Files.readString(DOCUMENT)).results().toList();
    }

    @Test
    void everyNamedTestExists() throws IOException {
        // Given
        List<String> missing = new ArrayList<>();

        // When
        for (MatchResult named : namedTests()) {
            Optional<Path> source = source(named.group(1));
            boolean exists =
                    source.isPresent()
                            && Files.readString(source.get())
                                    .contains(" void " + named.group(2) + "(");
            if (!exists) {
                missing.add(named.group());
            }
        }

        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void everyClaimOfATableNamesATest() throws IOException {
        // Given
        List<String> document = Files.readAllLines(DOCUMENT);
        List<String> claims =
                document
                        .subList(document.indexOf("## What a guest cannot do"), document.size())
                        .stream()
                        .filter(line -> line.startsWith("| "))
                        .filter(line -> !line.contains("---") && !line.endsWith("Tests |"))
                        .filter(line -> !line.endsWith("Test |"))
                        .toList();

        // When
        List<String> unproven =
                claims.stream().filter(line -> !NAMED_TEST.matcher(line).find()).toList();

        // Then
        assertThat(claims).hasSizeGreaterThan(20);
        assertThat(unproven).isEmpty();
    }

    private static Optional<Path> source(String simpleName) throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path tests : modules.map(module -> module.resolve("src/test/java")).toList()) {
                if (Files.isDirectory(tests)) {
                    try (Stream<Path> files = Files.walk(tests)) {
                        Optional<Path> found =
                                files.filter(file -> file.endsWith(simpleName + ".java"))
                                        .findFirst();
                        if (found.isPresent()) {
                            return found;
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }
}
