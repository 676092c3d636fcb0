package io.github.flinkwasm.fluentbit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.InvalidConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;

/** Configurations in files, as they are read from there. */
record ConfigurationDirectory(Path directory) {

    /** Nothing of the machine that runs the tests gets into a configuration. */
    static final FluentBitOptions OPTIONS = FluentBitOptions.DEFAULT.withEnvironment(Map.of());

    /** The keys that every Wasm filter needs, but for its tags. */
    static final String WASM =
            """
                Name wasm
                WASM_Path /filters/redact.wasm
                Function_Name redact
            """;

    static final String YAML_WASM =
            "{name: wasm, wasm_path: /r.wasm, function_name: r, match: '*'}";

    String write(String name, String text) {
        Path file = directory.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text).toString();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    FluentBitPipeline classic(String text) {
        return FluentBitConfiguration.read(write("fluent-bit.conf", text), OPTIONS);
    }

    FluentBitPipeline yaml(String text) {
        return FluentBitConfiguration.read(write("fluent-bit.yaml", text), OPTIONS);
    }

    AbstractThrowableAssert<?, ? extends Throwable> refusedClassic(String text) {
        return assertThatThrownBy(() -> classic(text))
                .isInstanceOf(InvalidConfigurationException.class);
    }

    AbstractThrowableAssert<?, ? extends Throwable> refusedYaml(String text) {
        return assertThatThrownBy(() -> yaml(text))
                .isInstanceOf(InvalidConfigurationException.class);
    }
}
