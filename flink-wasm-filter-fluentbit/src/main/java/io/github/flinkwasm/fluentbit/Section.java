package io.github.flinkwasm.fluentbit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A section of a configuration, in either format: keys with their values, in the order in which
 * they are written.
 *
 * @param kind what the section is about
 * @param title what it is called where it begins
 * @param position where it begins
 * @param properties keys and values; a key may be there several times
 * @param processors what a YAML input or output does to its own log records, in order
 */
record Section(
        Kind kind,
        String title,
        SourcePosition position,
        List<Property> properties,
        List<Section> processors) {

    /** What sections are about, as far as it matters to filters. */
    enum Kind {
        SERVICE,
        INPUT,
        FILTER,
        OUTPUT,
        PROCESSOR,
        OTHER;

        /**
         * What a title of the classic format means. As in Fluent Bit a name counts in either case,
         * and also when its end is missing.
         */
        static Kind ofClassic(String title) {
            String name = title.toLowerCase(Locale.ROOT);
            for (Map.Entry<String, Kind> known : CLASSIC.entrySet()) {
                if (known.getKey().startsWith(name)) {
                    return known.getValue();
                }
            }
            return OTHER;
        }

        /** In the order in which Fluent Bit compares them, so that "S" means what it does there. */
        private static final Map<String, Kind> CLASSIC = new LinkedHashMap<>();

        static {
            CLASSIC.put("service", SERVICE);
            CLASSIC.put("parser", OTHER);
            CLASSIC.put("multiline_parser", OTHER);
            CLASSIC.put("stream_processor", OTHER);
            CLASSIC.put("plugins", OTHER);
            CLASSIC.put("upstream_servers", OTHER);
            CLASSIC.put("customs", OTHER);
            CLASSIC.put("inputs", INPUT);
            CLASSIC.put("filters", FILTER);
            CLASSIC.put("outputs", OUTPUT);
        }
    }

    /**
     * A key and its value.
     *
     * @param key as written
     * @param value without white space around it; null where YAML has more than text
     */
    record Property(String key, @Nullable String value, SourcePosition position) {

        boolean isCalled(String name) {
            return key.equalsIgnoreCase(name);
        }
    }

    Section {
        properties = List.copyOf(properties);
        processors = List.copyOf(processors);
    }

    /** The first property of that name. */
    Optional<Property> first(String name) {
        return properties.stream().filter(property -> property.isCalled(name)).findFirst();
    }

    /**
     * The last property of that name, which is the one that counts where Fluent Bit takes several.
     */
    Optional<Property> last(String name) {
        return properties.stream()
                .filter(property -> property.isCalled(name))
                .reduce((earlier, later) -> later);
    }
}
