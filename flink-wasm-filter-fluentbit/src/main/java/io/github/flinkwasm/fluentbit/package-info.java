/**
 * Fluent Bit's configuration in, a pipeline of filters out.
 *
 * <p>{@link io.github.flinkwasm.fluentbit.FluentBitConfiguration} reads a classic or a YAML
 * configuration with all that it includes, and makes a {@link
 * io.github.flinkwasm.fluentbit.FluentBitPipeline} of its Wasm filters: {@link
 * io.github.flinkwasm.fluentbit.RoutedFilter}s in their order, each with the tags that it is for.
 * What else the configuration holds is left out where it does not concern records, and refused
 * where it would change them.
 *
 * <p>On the way, {@code ClassicReader} and {@code YamlReader} turn text into {@code Section}s of
 * keys and values that know where they stand; {@code PipelineBuilder} judges these and knows
 * neither format. A configuration is somebody else's text: files, bytes, sections, depth and the
 * time of a regular expression are bounded, and every message names file and line.
 */
@NullMarked
package io.github.flinkwasm.fluentbit;

import org.jspecify.annotations.NullMarked;
