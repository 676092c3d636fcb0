package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.AbiVersion;
import io.github.flinkwasm.AccessiblePath;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.fluentbit.Section.Property;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The section of one Wasm filter: checks its keys, as Fluent Bit does before it starts one, and
 * says what they mean here.
 */
final class WasmFilterSection {

    private final Section section;
    private final ConfigurationContent content;
    private final FluentBitOptions options;
    private final Map<FilterKey, Property> known = new EnumMap<>(FilterKey.class);

    WasmFilterSection(Section section, ConfigurationContent content, FluentBitOptions options) {
        this.section = section;
        this.content = content;
        this.options = options;
        section.properties().stream()
                .filter(property -> !property.isCalled("name"))
                .forEach(this::take);
    }

    private void take(Property property) {
        FilterKey key =
                FilterKey.find(property.key())
                        .orElseThrow(
                                () ->
                                        Problems.at(
                                                property.position(),
                                                "%s is no key of a Wasm filter. Its keys are %s,"
                                                        + " besides those of every filter: match,"
                                                        + " match_regex, alias, log_level and"
                                                        + " active. Correct or remove it.",
                                                Excerpts.quoted(property.key()),
                                                String.join(", ", FilterKey.ofThePlugin())));
        Property earlier = known.put(key, property);
        if (earlier != null && !key.mayBeSetTwice()) {
            throw Problems.at(
                    property.position(),
                    "%s is set a second time, after %s. Set it once%s.",
                    key.key(),
                    earlier.position(),
                    key == FilterKey.ACCESSIBLE_PATHS ? ", with commas between directories" : "");
        }
    }

    /** Whether the filter is switched on. */
    boolean isActive() {
        return text(FilterKey.ACTIVE)
                .map(value -> !value.equalsIgnoreCase("false") && !value.equals("0"))
                .orElse(true);
    }

    Optional<String> alias() {
        return text(FilterKey.ALIAS);
    }

    Optional<Property> property(FilterKey key) {
        return Optional.ofNullable(known.get(key));
    }

    /** The tags that the filter is for; empty when it does not say. */
    Optional<TagMatcher> tagMatcher() {
        Optional<String> glob = text(FilterKey.MATCH);
        Optional<String> regex = text(FilterKey.MATCH_REGEX);
        try {
            if (glob.isPresent() && regex.isPresent()) {
                return Optional.of(TagMatcher.eitherOf(glob.get(), regex.get()));
            }
            return glob.isPresent() ? glob.map(TagMatcher::glob) : regex.map(TagMatcher::regex);
        } catch (InvalidConfigurationException invalid) {
            throw Problems.because(
                    invalid,
                    position(FilterKey.MATCH_REGEX),
                    "%s",
                    String.valueOf(invalid.getMessage()));
        }
    }

    /**
     * The filter.
     *
     * @param escapeUnicode what the service section says of JSON
     */
    WasmFilter filter(boolean escapeUnicode) {
        String path = required(FilterKey.WASM_PATH, "the path of a .wasm file");
        String function = required(FilterKey.FUNCTION_NAME, "the name of an exported function");
        EventFormat format = eventFormat();
        Optional<AbiVersion> abiVersion = abiVersion();
        checkSize(FilterKey.WASM_HEAP_SIZE);
        checkSize(FilterKey.WASM_STACK_SIZE);
        String module = Locations.module(path, base(), position(FilterKey.WASM_PATH));
        List<AccessiblePath> accessiblePaths = accessiblePaths();
        try {
            WasmFilter.Builder filter =
                    WasmFilter.builder()
                            .setModule(ModuleReference.of(module))
                            .setFunctionName(function)
                            .setEventFormat(format)
                            .setEscapeUnicode(escapeUnicode && format == EventFormat.JSON)
                            .setAccessiblePaths(accessiblePaths);
            abiVersion.ifPresent(filter::setAbiVersion);
            return filter.build();
        } catch (InvalidConfigurationException invalid) {
            throw Problems.because(
                    invalid, section.position(), "%s", String.valueOf(invalid.getMessage()));
        }
    }

    private @Nullable String base() {
        return options.baseDirectory().orElse(null);
    }

    private EventFormat eventFormat() {
        String format = text(FilterKey.EVENT_FORMAT).orElse("json");
        if (format.equalsIgnoreCase("json")) {
            return EventFormat.JSON;
        }
        if (format.equalsIgnoreCase("msgpack")) {
            return EventFormat.MSGPACK;
        }
        throw Problems.at(
                position(FilterKey.EVENT_FORMAT),
                "event_format is %s, but must be json or msgpack.",
                Excerpts.quoted(format));
    }

    private Optional<AbiVersion> abiVersion() {
        Optional<String> version = text(FilterKey.ABI_VERSION);
        return version.map(
                number ->
                        switch (number) {
                            case "1" -> AbiVersion.VERSION_1;
                            case "2" -> AbiVersion.VERSION_2;
                            default ->
                                    throw Problems.at(
                                            position(FilterKey.ABI_VERSION),
                                            "abi_version is %s, but must be 1 or 2.",
                                            Excerpts.quoted(number));
                        });
    }

    private void checkSize(FilterKey key) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return;
        }
        long size =
                ByteSize.parse(text.get())
                        .orElseThrow(
                                () ->
                                        Problems.at(
                                                position(key),
                                                "%s is %s, but must be a size of at most 1 GiB: a"
                                                        + " number, and K, M or G if need be, such"
                                                        + " as 64K.",
                                                key.key(),
                                                Excerpts.quoted(text.get())));
        if (key == FilterKey.WASM_HEAP_SIZE && size > FilterLimits.DEFAULT.memory().getBytes()) {
            content.warn(
                    position(key),
                    "wasm_heap_size asks for %,d bytes, more than the %s that a guest may have by"
                            + " default. If the filter needs them, raise FilterLimits.memory.",
                    size,
                    FilterLimits.DEFAULT.memory().toHumanReadableString());
        }
    }

    private List<AccessiblePath> accessiblePaths() {
        Optional<String> paths = text(FilterKey.ACCESSIBLE_PATHS);
        if (paths.isEmpty()) {
            return List.of();
        }
        SourcePosition position = position(FilterKey.ACCESSIBLE_PATHS);
        if (!options.accessiblePathsGranted()) {
            content.warn(
                    position,
                    "the guest may not read %s: a configuration alone grants no directory. If the"
                            + " filter needs it, have the accessible paths granted.",
                    Excerpts.quoted(paths.get()));
            return List.of();
        }
        return Arrays.stream(paths.get().split(",", -1))
                .map(String::strip)
                .filter(path -> !path.isEmpty())
                .map(path -> new AccessiblePath(path, Locations.directory(path, base(), position)))
                .toList();
    }

    private String required(FilterKey key, String what) {
        return text(key)
                .filter(value -> !value.isEmpty())
                .orElseThrow(
                        () ->
                                Problems.at(
                                        property(key)
                                                .map(Property::position)
                                                .orElse(section.position()),
                                        "the Wasm filter has no %s. Give %s.",
                                        key.key(),
                                        what));
    }

    private Optional<String> text(FilterKey key) {
        return property(key).map(content.variables()::resolve);
    }

    private SourcePosition position(FilterKey key) {
        return property(key).map(Property::position).orElse(section.position());
    }
}
