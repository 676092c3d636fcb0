package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.fluentbit.ConfigurationFiles.SourceFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML as a tree of text: nothing is a number or a date, as in Fluent Bit. Aliases are refused,
 * which Fluent Bit does not take either, so a document is never larger than its text; its depth is
 * bounded.
 */
final class YamlTree {

    private static final int MAX_DEPTH = 64;

    private final SourceFile file;
    private final Iterator<Event> events;
    private int line = 1;

    /** A value, and where it begins. */
    sealed interface Node {
        SourcePosition position();

        /** Plain or quoted text. */
        record Text(String value, SourcePosition position) implements Node {}

        /** A list. */
        record Items(List<Node> items, SourcePosition position) implements Node {}

        /** A map, whose keys are text and different from one another. */
        record Entries(List<Entry> entries, SourcePosition position) implements Node {}
    }

    /** An entry of a map; it begins with its key. */
    record Entry(String key, Node value, SourcePosition position) {}

    private YamlTree(SourceFile file) {
        this.file = file;
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(file.name())
                        .setCodePointLimit(ConfigurationFiles.MAX_BYTES)
                        .build();
        this.events = new Parse(settings).parseString(file.text()).iterator();
    }

    /** The documents of a file, in order; without those that are empty. */
    static List<Node> documents(SourceFile file) {
        try {
            return new YamlTree(file).readDocuments();
        } catch (YamlEngineException failed) {
            int line =
                    failed instanceof MarkedYamlEngineException marked
                            ? marked.getProblemMark().map(Mark::getLine).orElse(0) + 1
                            : 1;
            throw Problems.because(
                    failed,
                    file.line(line),
                    "this is no well-formed YAML: %s. Correct the indentation, or a missing colon"
                            + " or quote, here or in the line before.",
                    problemOf(failed));
        }
    }

    private static String problemOf(YamlEngineException failed) {
        String problem =
                failed instanceof MarkedYamlEngineException marked
                        ? marked.getProblem()
                        : failed.getMessage();
        return problem == null ? "the parser gave no reason" : Excerpts.unquoted(problem);
    }

    private List<Node> readDocuments() {
        List<Node> documents = new ArrayList<>();
        while (events.hasNext()) {
            Event event = next();
            if (event instanceof NodeEvent node) {
                documents.add(node(node, 0));
            }
        }
        return documents.stream()
                .filter(node -> !(node instanceof Node.Text text && text.value().isEmpty()))
                .toList();
    }

    private Event next() {
        Event event = events.next();
        Optional<Mark> mark = event.getStartMark();
        mark.ifPresent(known -> line = known.getLine() + 1);
        return event;
    }

    private Node node(NodeEvent event, int depth) {
        SourcePosition position = file.line(line);
        if (event instanceof AliasEvent) {
            throw Problems.at(
                    position,
                    "an alias (*name) is used, which is not understood, and neither by Fluent Bit."
                            + " Write the value out.");
        }
        if (event instanceof ScalarEvent scalar) {
            return new Node.Text(scalar.getValue(), position);
        }
        if (depth == MAX_DEPTH) {
            throw Problems.at(
                    position,
                    "lists and maps are more than %d deep, which is the most that is read.",
                    MAX_DEPTH);
        }
        CollectionStartEvent start = (CollectionStartEvent) event;
        return start.getEventId() == Event.ID.SequenceStart
                ? items(position, depth)
                : entries(position, depth);
    }

    private Node items(SourcePosition position, int depth) {
        List<Node> items = new ArrayList<>();
        Event event = next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            items.add(node((NodeEvent) event, depth + 1));
            event = next();
        }
        return new Node.Items(items, position);
    }

    private Node entries(SourcePosition position, int depth) {
        List<Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        Event event = next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            SourcePosition start = file.line(line);
            if (!(event instanceof ScalarEvent key)) {
                throw Problems.at(start, "a key is a list, a map or an alias, but must be text.");
            }
            if (!keys.add(key.getValue())) {
                throw Problems.at(
                        start,
                        "the key %s is there twice in one map. Remove one of the two.",
                        Excerpts.quoted(key.getValue()));
            }
            entries.add(new Entry(key.getValue(), node((NodeEvent) next(), depth + 1), start));
            event = next();
        }
        return new Node.Entries(entries, position);
    }
}
