package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {

    @Test
    void secretsAreNotShown() {
        // Given
        List<String> arguments =
                List.of(
                        "replay",
                        "--env",
                        "TOKEN=s3cret=1",
                        "--env=KEY=s3cret\n2",
                        "--filter",
                        "env.A=s3cret,s3cret,wasm=a.wasm,env.B=s3cret",
                        "--filter=wasm=b.wasm, env.C=s3cret",
                        "s3://user:s3cret@bucket/logs/*",
                        "s3://user:s@s3cret@bucket/logs",
                        "s3://user:s/s3cret@bucket/logs");

        // When
        String shown = ShellWords.joinToShow("wasm-filter", arguments);

        // Then
        assertThat(shown)
                .doesNotContain("s3cret")
                .isEqualTo(
                        "wasm-filter replay --env 'TOKEN=…' '--env=KEY=…' --filter"
                                + " 'env.A=…,wasm=a.wasm,env.B=…' '--filter=wasm=b.wasm, env.C=…'"
                                + " 's3://…@bucket/logs/*' 's3://…@bucket/logs'"
                                + " 's3://…@bucket/logs'");
    }

    @Test
    void everythingElseIsShownAsAShellWantsIt() {
        // When
        String shown =
                ShellWords.joinToShow(
                        "wasm-filter", List.of("-o", "it's", "a=b", "hdfs://host:80/a@b", "--env"));

        // Then
        assertThat(shown).isEqualTo("wasm-filter -o 'it'\\''s' a=b hdfs://host:80/a@b --env");
    }
}
