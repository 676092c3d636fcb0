package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.fluentbit.FluentBitOptions.OtherFilters;
import io.github.flinkwasm.fluentbit.Section.Property;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts the pipeline together in the order in which a record meets it: the processors of its input,
 * the filters, the processors of the output.
 */
final class PipelineBuilder {

    private static final String ESCAPE_UNICODE = "json.escape_unicode";
    private static final int MOST_LISTED = 20;

    /** Filters that look at records and leave them as they are. */
    private static final Set<String> HARMLESS = Set.of("stdout");

    private final ConfigurationContent content;
    private final FluentBitOptions options;
    private final boolean escapeUnicode;
    private final List<Section> sections;
    private final List<RoutedFilter> filters = new ArrayList<>();
    private final List<SkippedFilter> skipped = new ArrayList<>();
    private final List<SkippedFilter> refused = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    PipelineBuilder(ConfigurationContent content, FluentBitOptions options) {
        this.content = content;
        this.options = options;
        this.sections = content.sections();
        this.escapeUnicode = escapeUnicode();
    }

    FluentBitPipeline build(SourcePosition start) {
        addInputs();
        addFilters();
        addOutput();
        if (!refused.isEmpty()) {
            throw Problems.at(
                    refused.get(0).position(),
                    "the configuration changes records by more than Wasm filters, and nothing else"
                            + " runs here: %s. Remove these, do their work before or after the"
                            + " pipeline, or have them skipped if the Wasm filters do not need it.",
                    listed(refused));
        }
        if (filters.isEmpty()) {
            content.warn(
                    start, "the configuration has no Wasm filter that is on: all events pass.");
        }
        return new FluentBitPipeline(filters, skipped, content.warnings());
    }

    private static String listed(List<SkippedFilter> filters) {
        String list =
                filters.stream()
                        .limit(MOST_LISTED)
                        .map(
                                filter ->
                                        "%s at %s (%s)"
                                                .formatted(
                                                        filter.name(),
                                                        filter.position(),
                                                        filter.reason()))
                        .collect(Collectors.joining(", "));
        int more = filters.size() - MOST_LISTED;
        return more > 0 ? list + " and %d more".formatted(more) : list;
    }

    /** Fluent Bit's default is to escape, and that is what its filters were written with. */
    private boolean escapeUnicode() {
        boolean escape = true;
        for (Property property : propertiesOf(Section.Kind.SERVICE)) {
            if (property.isCalled(ESCAPE_UNICODE)) {
                escape = truth(property);
            }
        }
        return escape;
    }

    private List<Property> propertiesOf(Section.Kind kind) {
        return of(kind).stream().flatMap(section -> section.properties().stream()).toList();
    }

    private boolean truth(Property property) {
        String value = content.variables().resolve(property).toLowerCase(Locale.ROOT);
        return switch (value) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default ->
                    throw Problems.at(
                            property.position(),
                            "%s is %s, but must be on, true, yes, off, false or no.",
                            property.key(),
                            Excerpts.quoted(value));
        };
    }

    private List<Section> of(Section.Kind kind) {
        return sections.stream().filter(section -> section.kind() == kind).toList();
    }

    /** An input's processors see the records that it makes, which are those with its tag. */
    private void addInputs() {
        int number = 0;
        for (Section input : of(Section.Kind.INPUT)) {
            String instance = instanceName(input, number);
            if (!input.processors().isEmpty()) {
                Optional<String> tag = input.last("tag").map(content.variables()::resolve);
                if (tag.isEmpty()) {
                    content.warn(
                            input.position(),
                            "the input %s has processors and no tag. They are for events with the"
                                    + " tag %s, which is what Fluent Bit then gives; events that"
                                    + " keep a sender's tag pass. Give the input a tag.",
                            instance,
                            instance);
                }
                addProcessors(input, instance, TagMatcher.glob(tag.orElse(instance)));
            }
            number++;
        }
    }

    private void addFilters() {
        int number = 0;
        for (Section filter : of(Section.Kind.FILTER)) {
            String instance = instanceName(filter, number);
            number++;
            if (isWasm(filter)) {
                addFilter(new WasmFilterSection(filter, content, options), filter, instance);
            } else if (isOn(filter)) {
                leaveOut(filter, "no Wasm filter");
            }
        }
    }

    private void addFilter(WasmFilterSection wasm, Section section, String instance) {
        wasm.property(FilterKey.CONDITION)
                .ifPresent(
                        condition ->
                                content.warn(
                                        condition.position(),
                                        "a condition has no effect outside of processors, as in"
                                                + " Fluent Bit."));
        Optional<TagMatcher> matcher = wasm.tagMatcher();
        if (matcher.isEmpty()) {
            content.warn(
                    section.position(),
                    "the filter %s has neither match nor match_regex, so it is left out, as in"
                            + " Fluent Bit. Give it a match, such as *.",
                    instance);
        } else {
            add(wasm, section, instance, matcher.get());
        }
    }

    /** As the records of one output can only be those of one, the reader must know of which. */
    private void addOutput() {
        List<Section> outputs = of(Section.Kind.OUTPUT);
        boolean anyChanges = outputs.stream().anyMatch(output -> !output.processors().isEmpty());
        if (options.output().isEmpty() && (!anyChanges || outputs.size() <= 1)) {
            for (Section output : outputs) {
                addProcessors(output, instanceName(output, 0), tagsOf(output));
            }
            return;
        }
        List<String> known = new ArrayList<>();
        for (int number = 0; number < outputs.size(); number++) {
            Section output = outputs.get(number);
            String instance = instanceName(output, number);
            Optional<String> alias = output.last("alias").map(content.variables()::resolve);
            String name = alias.orElse(instance);
            known.add(name);
            boolean isWanted =
                    options.output()
                            .filter(it -> it.equals(name) || it.equals(instance))
                            .isPresent();
            if (isWanted) {
                addProcessors(output, name, tagsOf(output));
                return;
            }
        }
        Section first = outputs.isEmpty() ? null : outputs.get(0);
        SourcePosition position =
                first == null
                        ? new SourcePosition("the configuration", 1)
                        : outputs.stream()
                                .filter(output -> !output.processors().isEmpty())
                                .findFirst()
                                .orElse(first)
                                .position();
        throw Problems.at(
                position,
                "%s The outputs are: %s. Say whose records are wanted.",
                options.output().isPresent()
                        ? "there is no output %s."
                                .formatted(Excerpts.quoted(options.output().get()))
                        : "this output has processors, and there are others, whose records would be"
                                + " different ones.",
                known.isEmpty() ? "none" : String.join(", ", known));
    }

    private TagMatcher tagsOf(Section output) {
        Optional<String> glob = output.last("match").map(content.variables()::resolve);
        Optional<String> regex = output.last("match_regex").map(content.variables()::resolve);
        if (glob.isPresent() && regex.isPresent()) {
            return TagMatcher.eitherOf(glob.get(), regex.get());
        }
        return regex.map(TagMatcher::regex).orElseGet(() -> TagMatcher.glob(glob.orElse("*")));
    }

    private void addProcessors(Section owner, String ownerName, TagMatcher matcher) {
        int number = 0;
        for (Section processor : owner.processors()) {
            String instance = ownerName + "." + instanceName(processor, number);
            number++;
            if (!isWasm(processor)) {
                leaveOut(processor, "no Wasm filter");
                continue;
            }
            WasmFilterSection wasm = new WasmFilterSection(processor, content, options);
            if (wasm.property(FilterKey.CONDITION).isPresent()) {
                leaveOut(processor, "it has a condition");
                continue;
            }
            wasm.property(FilterKey.MATCH)
                    .ifPresent(
                            match ->
                                    content.warn(
                                            match.position(),
                                            "a match has no effect in a processor, as in Fluent"
                                                    + " Bit: it is for all records of %s.",
                                            ownerName));
            add(wasm, processor, instance, matcher);
        }
    }

    private void add(WasmFilterSection wasm, Section section, String instance, TagMatcher matcher) {
        if (!wasm.isActive()) {
            content.warn(section.position(), "the filter %s is not active.", instance);
            return;
        }
        String name = wasm.alias().filter(alias -> !alias.isEmpty()).orElse(instance);
        if (!names.add(name)) {
            content.warn(
                    section.position(),
                    "the alias %s is taken already; this filter is called %s.",
                    Excerpts.quoted(name),
                    instance);
            name = instance;
            names.add(name);
        }
        filters.add(
                new RoutedFilter(name, wasm.filter(escapeUnicode), matcher, section.position()));
    }

    private void leaveOut(Section section, String reason) {
        SkippedFilter filter = new SkippedFilter(nameOf(section), section.position(), reason);
        boolean isHarmless = HARMLESS.contains(filter.name().toLowerCase(Locale.ROOT));
        if (isHarmless || options.otherFilters() == OtherFilters.SKIP) {
            skipped.add(filter);
        } else {
            refused.add(filter);
        }
    }

    /** Fluent Bit starts no filter that has no tags, and passes by those that are not active. */
    private boolean isOn(Section filter) {
        boolean hasTags =
                filter.first("match").isPresent() || filter.first("match_regex").isPresent();
        boolean isActive =
                filter.last("active")
                        .map(content.variables()::resolve)
                        .map(value -> !value.equalsIgnoreCase("false") && !value.equals("0"))
                        .orElse(true);
        return hasTags && isActive;
    }

    private boolean isWasm(Section section) {
        return nameOf(section).equalsIgnoreCase("wasm");
    }

    private String instanceName(Section section, int number) {
        return nameOf(section).toLowerCase(Locale.ROOT) + "." + number;
    }

    private String nameOf(Section section) {
        return section.first("name")
                .map(content.variables()::resolve)
                .filter(name -> !name.isEmpty())
                .orElseThrow(
                        () ->
                                Problems.at(
                                        section.position(),
                                        "the section %s has no name, so nobody knows what it does."
                                                + " Give it one, such as name: wasm.",
                                        Excerpts.quoted(section.title())));
    }
}
