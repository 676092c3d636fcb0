package io.github.flinkwasm.replay.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths other machines may not have. */
class LocalFilesTest {

    @ParameterizedTest
    @ValueSource(strings = {"out", "/logs/out", "file:/logs/out", "file:///logs/out", "a b/out"})
    void pathOfThisMachine(String path) {
        assertThat(LocalFiles.isLocalPath(path)).isTrue();
        assertThat(LocalFiles.isLocal(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://logs/out", "hdfs:///out", "viewfs://x/y", ""})
    void pathThatIsNotOfThisMachine(String path) {
        assertThat(LocalFiles.isLocalPath(path)).isFalse();
        assertThat(LocalFiles.isLocal(path)).isFalse();
    }

    @Test
    void resourceIsOnNoOtherMachine() {
        assertThat(LocalFiles.isLocal("classpath:filters/redact.wasm")).isTrue();
    }

    @Test
    void relativePathBeginsAtTheRootAfterwards() {
        assertThat(LocalFiles.absolute("some/../out"))
                .isEqualTo(Path.of("").toAbsolutePath().resolve("out").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/logs/out", "file:/logs/out", "s3://logs/out"})
    void otherPathStaysAsItIs(String path) {
        assertThat(LocalFiles.absolute(path)).isEqualTo(path);
    }
}
