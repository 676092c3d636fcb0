package io.github.flinkwasm.replay.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagFromPathTest {
    private static final String CONTAINER =
            "file:/var/log/containers/cart-7d9_shop_web-app-"
                    + "0123456789abcdef".repeat(4)
                    + ".log";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{pod}_{namespace}_{container}-{id}.log | kube.{namespace}.{pod}.{container} |"
                        + " kube.shop.cart-7d9.web-app",
                "containers/{pod}_{namespace}_*.log     | {namespace}                        |"
                        + " shop",
                "/var/log/**/{pod}_*_*                  | {pod}                              |"
                        + " cart-7d9",
                "(?<pod_name>[a-z0-9-]+)_(?<namespace_name>[^_]+)_(?<container_name>.+)-(?<docker_id>[a-z0-9]{64})\\.log$"
                    + " | kube.{namespace_name}.{container_name} | kube.shop.web-app",
            })
    void partsOfThePathMakeTheTag(String pattern, String template, String tag) {
        // Given
        TagFromPath tags = TagFromPath.of(pattern, template);

        // When
        String found = tags.tagOf(CONTAINER);

        // Then
        assertThat(found).isEqualTo(tag);
    }

    @Test
    void starInTheTemplateIsThePathWithDots() {
        // Given
        TagFromPath tags = TagFromPath.of("**", "kube.*");

        // When
        String tag = tags.tagOf("s3://bucket/logs/app.log");

        // Then
        assertThat(tag).isEqualTo("kube.bucket.logs.app.log");
    }

    @ParameterizedTest
    @CsvSource({"containers/{x}.txt", "ontainers/{x}", "/log/{x}"})
    void pathThatDoesNotMatchHasNoTag(String pattern) {
        // Given
        TagFromPath tags = TagFromPath.of(pattern, "{x}");

        // When
        String tag = tags.tagOf(CONTAINER);

        // Then
        assertThat(tag).isNull();
    }

    @Test
    void fileWithoutTagIsRefusedUnlessOneIsGiven(@TempDir Path directory) throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("a.log"), "{}\n");
        ArchiveOptions.Builder options =
                ArchiveOptions.builder().setTagFromPath(TagFromPath.of("{x}.txt", "{x}"));

        // When
        assertThatThrownBy(() -> Found.in(file, options.build()))

                // Then
                .isInstanceOf(UnsupportedArchiveException.class)
                .hasMessageContaining("a.log does not match the pattern {x}.txt");
        assertThat(Found.in(file, options.setTag("other").build()).event().tag())
                .isEqualTo("other");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a}-{a}       | {a} | has the name a twice",
                "{a}           | {b} | has {b}, but",
                "(?<a>[)       | {a} | no regular expression",
            })
    void mistakesAreRefused(String pattern, String template, String message) {
        // Given
        String given = pattern;

        // When
        assertThatThrownBy(() -> TagFromPath.of(given, template))

                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
