package io.github.flinkwasm.fluentbit;

import java.util.ArrayList;
import java.util.List;

/** What the readers have found so far, in all files: sections, variables, and what is odd. */
final class ConfigurationContent {

    private static final int MAX_SECTIONS = 10_000;

    private final List<SectionDraft> sections = new ArrayList<>();
    private final List<ConfigurationWarning> warnings = new ArrayList<>();
    private final Variables variables;

    ConfigurationContent(Variables variables) {
        this.variables = variables;
    }

    /** A section that begins here; its properties follow. */
    SectionDraft begin(Section.Kind kind, String title, SourcePosition position) {
        if (sections.size() >= MAX_SECTIONS) {
            throw Problems.at(
                    position,
                    "the configuration has more than %,d sections, which is the most that is read."
                            + " Give the part of it that has the filters.",
                    MAX_SECTIONS);
        }
        SectionDraft section = new SectionDraft(kind, title, position);
        sections.add(section);
        return section;
    }

    @SuppressWarnings("AnnotateFormatMethod") // no dependency for one annotation
    void warn(SourcePosition position, String message, Object... details) {
        warnings.add(new ConfigurationWarning(position, message.formatted(details)));
    }

    /** All sections in the order in which they begin. */
    List<Section> sections() {
        return sections.stream().map(SectionDraft::finish).toList();
    }

    List<ConfigurationWarning> warnings() {
        return warnings;
    }

    Variables variables() {
        return variables;
    }
}
