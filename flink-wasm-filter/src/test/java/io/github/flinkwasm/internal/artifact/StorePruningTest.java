package io.github.flinkwasm.internal.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.internal.artifact.ArtifactStore.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StorePruningTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String NAME =
            ArtifactKey.of("a".repeat(64), ArtifactTarget.JVM).fileName();
    private static final String OLDER_VERSION = NAME.replace("1.7.5", "1.6.0");

    private final List<StoredFile> files = new ArrayList<>();

    private StoredFile file(String name, Duration age) {
        StoredFile file = new StoredFile(name, 1, NOW.minus(age).toEpochMilli());
        files.add(file);
        return file;
    }

    @Test
    void artifactsAndTheirSealsStayUnlessSomebodyAsks() {
        // Given
        file(NAME, Duration.ofDays(1000));
        file(NAME + ".0123456789abcdef.sig", Duration.ofDays(1000));
        file(OLDER_VERSION, Duration.ofDays(1000));

        // When
        List<StoredFile> unneeded = new StorePruning(NOW, null, false).unneeded(files);

        // Then
        assertThat(unneeded).isEmpty();
    }

    @Test
    void leftoversGoAfterAnHour() {
        // Given
        file(NAME, Duration.ofDays(1));
        StoredFile orphan = file(OLDER_VERSION + ".0123456789abcdef.mac", Duration.ofHours(2));
        StoredFile part = file("." + NAME + ".x.part", Duration.ofHours(2));
        file("." + NAME + ".y.part", Duration.ofMinutes(59));
        file(OLDER_VERSION + ".0123456789abcdef.sig", Duration.ofMinutes(59));

        // When
        List<StoredFile> unneeded = new StorePruning(NOW, null, false).unneeded(files);

        // Then
        assertThat(unneeded).containsExactlyInAnyOrder(orphan, part);
    }

    @Test
    void sealsGoWithTheirArtifact() {
        // Given
        StoredFile artifact = file(NAME, Duration.ofDays(91));
        StoredFile seal = file(NAME + ".0123456789abcdef.mac", Duration.ofMinutes(1));
        file(OLDER_VERSION, Duration.ofDays(89));

        // When
        List<StoredFile> unneeded =
                new StorePruning(NOW, Duration.ofDays(90), false).unneeded(files);

        // Then
        assertThat(unneeded).containsExactlyInAnyOrder(artifact, seal);
    }

    @Test
    void otherVersionsAreThoseThatCannotBeLoaded() {
        // Given
        file(NAME, Duration.ZERO);
        StoredFile compiler = file(OLDER_VERSION, Duration.ZERO);
        StoredFile format = file(NAME.replace(".f1.", ".f0."), Duration.ZERO);
        StoredFile deadline = file(NAME.replace(".d2.", ".d1."), Duration.ZERO);

        // When
        List<StoredFile> unneeded = new StorePruning(NOW, null, true).unneeded(files);

        // Then
        assertThat(unneeded).containsExactlyInAnyOrder(compiler, format, deadline);
    }
}
