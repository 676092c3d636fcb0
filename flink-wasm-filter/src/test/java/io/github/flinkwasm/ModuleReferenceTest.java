package io.github.flinkwasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    @Test
    void keepsAnAtSignInAPath() {
        // When
        String text = ModuleReference.of("s3://filters/redact@2.wasm").toString();

        // Then
        assertThat(text).isEqualTo("s3://filters/redact@2.wasm");
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
