package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.fluentbit.ConfigurationFiles.SourceFile;
import java.util.Locale;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Reads configurations of Fluent Bit.
 *
 * <pre>{@code
 * FluentBitPipeline pipeline = FluentBitConfiguration.read("/etc/fluent-bit/fluent-bit.conf");
 * FilteredEvents filtered = pipeline.apply(events);
 * }</pre>
 */
@PublicEvolving
public final class FluentBitConfiguration {

    private FluentBitConfiguration() {}

    /** Reads a configuration with the {@link FluentBitOptions#DEFAULT} options. */
    public static FluentBitPipeline read(String uri) {
        return read(uri, FluentBitOptions.DEFAULT);
    }

    /**
     * Reads a configuration and all that it includes. No module is read.
     *
     * @param uri a plain path, or a URI of a Flink file system. A file whose name ends in {@code
     *     .yaml} or {@code .yml} is of the YAML format, every other one of the classic format
     * @throws InvalidConfigurationException when a file cannot be read, or Fluent Bit would not
     *     start with it, or it has more than can be run here; the message begins with file and line
     */
    public static FluentBitPipeline read(String uri, FluentBitOptions options) {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(options, "options");
        ConfigurationFiles files = new ConfigurationFiles(options.baseDirectory().orElse(null));
        ConfigurationContent content =
                new ConfigurationContent(new Variables(options.environment()));
        SourceFile main = files.readMain(uri);
        String name = uri.toLowerCase(Locale.ROOT);
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            new YamlReader(files, content).read(main);
        } else {
            new ClassicReader(files, content, main.path()).read(main);
        }
        return new PipelineBuilder(content, options).build(main.line(1));
    }
}
