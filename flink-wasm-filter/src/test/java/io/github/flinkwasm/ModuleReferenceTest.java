package io.github.flinkwasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModuleReferenceTest {

    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://filters/redact.wasm",
                "hdfs:///filters/redact.wasm",
                "/opt/filters/with blank.wasm",
                "relative.wasm",
                "classpath:filters/redact.wasm",
                "classpath:/redact.wasm"
            })
    void keepsTheUriAsItWasGiven(String uri) {
        // When
        ModuleReference reference = ModuleReference.of(uri);

        // Then
        assertThat(reference.uri()).isEqualTo(uri);
        assertThat(reference.sha256()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  ", "classpath:", "classpath:/", "a\0.wasm", "a\n.wasm", "a\u007f"})
    void refusesWhatCannotBeAUri(String uri) {
        // When, Then
        assertThatThrownBy(() -> ModuleReference.of(uri))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("The module's URI is \"")
                .hasMessageContaining("classpath:")
                .hasMessageContaining("Give for example s3://filters/redact.wasm");
    }

    @Test
    void normalisesThePinToLowerCase() {
        // When
        ModuleReference reference =
                ModuleReference.pinned("f.wasm", DIGEST.toUpperCase(Locale.ROOT));

        // Then
        assertThat(reference.sha256()).contains(DIGEST);
        assertThat(reference).isEqualTo(ModuleReference.of("f.wasm").withSha256(DIGEST));
        assertThat(reference).hasSameHashCodeAs(ModuleReference.of("f.wasm").withSha256(DIGEST));
        assertThat(reference).isNotEqualTo(ModuleReference.of("f.wasm"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123", "sha256:0123456789abcdef", "zz"})
    void refusesWhatIsNoSha256(String sha256) {
        // When, Then
        assertThatThrownBy(() -> ModuleReference.pinned("f.wasm", sha256))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("\"" + sha256 + "\" (" + sha256.length() + " characters)")
                .hasMessageContaining("must be 64 hexadecimal digits")
                .hasMessageContaining("sha256sum");
    }

    @Test
    void refusesADigestWithALineFeedAtItsEnd() {
        // When, Then
        assertThatThrownBy(() -> ModuleReference.pinned("f.wasm", DIGEST + "\n"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("\\u000a\" (65 characters)");
    }

    @Test
    void showsNoCredentialsInMessages() {
        // Given
        ModuleReference reference =
                ModuleReference.pinned("s3://key:secret@filters/redact.wasm", DIGEST);

        // When
        String text = reference.toString();

        // Then
        assertThat(text).isEqualTo("s3://filters/redact.wasm (sha256 0123456789ab…)");
        assertThat(reference.uri()).contains("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://user:p@ss@bucket/x, s3://bucket/x",
        "s3://AKIA:ab/cd@bucket/x, s3://bucket/x",
        "s3://AKIA:a@b/c@d@bucket/x, s3://bucket/x",
        "s3://AKIA:12345@bucket/x, s3://bucket/x",
        "s3://AKIA:/ab@bucket/x, s3://bucket/x",
        "s3://token@bucket/x@2, s3://bucket/x@2",
        "hdfs://user:secret@namenode:8020/x, hdfs://namenode:8020/x"
    })
    void hidesASecretThatIsWrittenWithoutEscapes(String uri, String shown) {
        // When
        ModuleReference reference = ModuleReference.pinned(uri, DIGEST);

        // Then
        assertThat(reference.toString()).isEqualTo(shown + " (sha256 0123456789ab…)");
        assertThatThrownBy(() -> ModuleCommand.stage("a", reference))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("user name or password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://filters/redact@2.wasm",
                "s3://filters/a:b@2.wasm",
                "hdfs://namenode:8020/filters/redact@2.wasm",
                "hdfs:///home/me@site/redact.wasm",
                "/home/me:you@site/redact.wasm"
            })
    void keepsAnAtSignInAPath(String uri) {
        // When
        String text = ModuleReference.of(uri).toString();

        // Then
        assertThat(text).isEqualTo(uri);
    }

    @Test
    void showsAUriOnOneLineAndInOneDirection() {
        // When
        String text = ModuleReference.of("/filters/a\u2028b\u202ec.wasm").toString();

        // Then
        assertThat(text).isEqualTo("/filters/a\\u2028b\\u202ec.wasm");
    }

    @Test
    void survivesJavaSerialization() throws Exception {
        // Given
        ModuleReference reference = ModuleReference.pinned("s3://filters/redact.wasm", DIGEST);

        // When
        ModuleReference copy = InstantiationUtil.clone(reference);

        // Then
        assertThat(copy).isEqualTo(reference).isNotSameAs(reference);
    }
}
