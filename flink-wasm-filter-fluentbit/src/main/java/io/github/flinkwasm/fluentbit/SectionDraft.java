package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.fluentbit.Section.Property;
import java.util.ArrayList;
import java.util.List;

/** A section that is still being read. */
final class SectionDraft {

    private final Section.Kind kind;
    private final String title;
    private final SourcePosition position;
    private final List<Property> properties = new ArrayList<>();
    private final List<Section> processors = new ArrayList<>();

    SectionDraft(Section.Kind kind, String title, SourcePosition position) {
        this.kind = kind;
        this.title = title;
        this.position = position;
    }

    void add(Property property) {
        properties.add(property);
    }

    void addProcessor(Section processor) {
        processors.add(processor);
    }

    Section finish() {
        return new Section(kind, title, position, properties, processors);
    }
}
