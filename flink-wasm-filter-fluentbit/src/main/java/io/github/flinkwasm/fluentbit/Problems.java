package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

/** What is wrong with a configuration, as an exception that begins with file and line. */
final class Problems {

    private Problems() {}

    static InvalidConfigurationException at(
            SourcePosition position, String message, Object... details) {
        return because(null, position, message, details);
    }

    @SuppressWarnings("AnnotateFormatMethod") // no dependency for one annotation
    static InvalidConfigurationException because(
            @Nullable Throwable cause, SourcePosition position, String message, Object... details) {
        return new InvalidConfigurationException(
                position + ": " + message.formatted(details), cause);
    }
}
