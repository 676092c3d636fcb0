package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.fluentbit.ConfigurationFiles.SourceFile;
import io.github.flinkwasm.fluentbit.Section.Property;
import io.github.flinkwasm.fluentbit.YamlTree.Entry;
import io.github.flinkwasm.fluentbit.YamlTree.Node;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.flink.core.fs.Path;

/**
 * Reads the YAML format: of the keys at the top, {@code env}, {@code includes}, {@code service} and
 * {@code pipeline}; the others hold nothing about filters.
 *
 * <p>Relative includes start in the directory of the file that has them, and what an included file
 * holds comes where its include stands.
 */
final class YamlReader {

    private static final int MAX_DEPTH = 100;

    private final ConfigurationFiles files;
    private final ConfigurationContent content;

    YamlReader(ConfigurationFiles files, ConfigurationContent content) {
        this.files = files;
        this.content = content;
    }

    void read(SourceFile file) {
        read(file, 0);
    }

    private void read(SourceFile file, int depth) {
        for (Node document : YamlTree.documents(file)) {
            for (Entry entry : entries(document, "a configuration")) {
                switch (entry.key().toLowerCase(Locale.ROOT)) {
                    case "env" -> readVariables(entry.value());
                    case "includes" -> readIncludes(entry.value(), file, depth);
                    case "service" -> readService(entry);
                    case "pipeline" -> readPipeline(entry.value());
                    default -> {
                        // Parsers, plugins, upstreams: nothing that a record meets on its way
                        // through the filters.
                    }
                }
            }
        }
    }

    private void readVariables(Node variables) {
        if (variables instanceof Node.Items list) {
            list.items().forEach(this::readVariable);
            return;
        }
        for (Entry variable : entries(variables, "env")) {
            content.variables().declare(variable.key(), text(variable));
        }
    }

    /**
     * An item of a list: {@code name} and {@code value} or {@code uri}, or a name and its value.
     */
    private void readVariable(Node item) {
        List<Entry> entries = entries(item, "an item of env");
        String name = valueOf(entries, "name");
        if (!name.isEmpty()) {
            String uri = valueOf(entries, "uri");
            content.variables().declare(name, uri.isEmpty() ? valueOf(entries, "value") : uri);
        } else if (!entries.isEmpty()) {
            content.variables().declare(entries.get(0).key(), text(entries.get(0)));
        }
    }

    private static String valueOf(List<Entry> entries, String key) {
        return entries.stream()
                .filter(entry -> entry.key().equalsIgnoreCase(key))
                .map(YamlReader::text)
                .findFirst()
                .orElse("");
    }

    private void readIncludes(Node includes, SourceFile file, int depth) {
        Path directory = Objects.requireNonNullElse(file.path().getParent(), file.path());
        for (Node item : items(includes, "includes")) {
            if (!(item instanceof Node.Text include)) {
                throw Problems.at(item.position(), "an include must be the name of a file.");
            }
            if (depth >= MAX_DEPTH) {
                throw Problems.at(
                        item.position(),
                        "files include one another more than %d deep, which is the most that is"
                                + " read. Include them from fewer files.",
                        MAX_DEPTH);
            }
            for (Path found : files.find(include.value(), directory, include.position())) {
                read(files.readIncluded(found, include.position()), depth + 1);
            }
        }
    }

    private void readService(Entry service) {
        SectionDraft section =
                content.begin(Section.Kind.SERVICE, service.key(), service.position());
        addProperties(section, entries(service.value(), "service"), true);
    }

    private void readPipeline(Node pipeline) {
        for (Entry part : entries(pipeline, "pipeline")) {
            Section.Kind kind =
                    switch (part.key().toLowerCase(Locale.ROOT)) {
                        case "inputs" -> Section.Kind.INPUT;
                        case "filters" -> Section.Kind.FILTER;
                        case "outputs" -> Section.Kind.OUTPUT;
                        default ->
                                throw Problems.at(
                                        part.position(),
                                        "pipeline has %s, but may have inputs, filters and outputs"
                                                + " only.",
                                        Excerpts.quoted(part.key()));
                    };
            for (Node plugin : items(part.value(), part.key())) {
                readPlugin(kind, part.key(), plugin);
            }
        }
    }

    private void readPlugin(Section.Kind kind, String title, Node plugin) {
        List<Entry> entries = entries(plugin, "an item of " + title);
        SectionDraft section = content.begin(kind, title, plugin.position());
        addProperties(section, entries, true);
        for (Entry entry : entries) {
            if (entry.key().equals("processors")) {
                readProcessors(section, kind, entry);
            }
        }
    }

    /** Those for log records; metrics, traces and profiles do not come here. */
    private void readProcessors(SectionDraft section, Section.Kind kind, Entry processors) {
        if (kind == Section.Kind.FILTER) {
            content.warn(
                    processors.position(),
                    "a filter has processors, which is not possible: they are ignored, as in Fluent"
                            + " Bit.");
            return;
        }
        for (Entry type : entries(processors.value(), "processors")) {
            if (type.key().equals("logs")) {
                for (Node unit : items(type.value(), "logs")) {
                    SectionDraft processor =
                            new SectionDraft(Section.Kind.PROCESSOR, "processors", unit.position());
                    addProperties(processor, entries(unit, "a processor"), false);
                    section.addProcessor(processor.finish());
                }
            }
        }
    }

    /**
     * @param camelCase whether {@code wasmPath} means {@code wasm_path}: not in processors
     */
    private static void addProperties(
            SectionDraft section, List<Entry> entries, boolean camelCase) {
        for (Entry entry : entries) {
            String key = camelCase ? snakeCase(entry.key()) : entry.key();
            if (entry.value() instanceof Node.Text text) {
                section.add(new Property(key, text.value().strip(), entry.position()));
            } else if (entry.value() instanceof Node.Items list
                    && list.items().stream().allMatch(item -> item instanceof Node.Text)) {
                for (Node item : list.items()) {
                    section.add(new Property(key, ((Node.Text) item).value(), item.position()));
                }
            } else {
                section.add(new Property(key, null, entry.position()));
            }
        }
    }

    /** As Fluent Bit does: only keys that begin with a small letter and have no underscore. */
    private static String snakeCase(String key) {
        if (key.isEmpty() || !Character.isLowerCase(key.charAt(0)) || key.indexOf('_') >= 0) {
            return key;
        }
        StringBuilder snake = new StringBuilder(key.length() + 4);
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(c));
        }
        return snake.toString();
    }

    private static List<Entry> entries(Node node, String what) {
        if (node instanceof Node.Entries map) {
            return map.entries();
        }
        if (node instanceof Node.Text text && text.value().isEmpty()) {
            return List.of();
        }
        throw Problems.at(node.position(), "%s must be a map of keys and values.", what);
    }

    private static List<Node> items(Node node, String what) {
        if (node instanceof Node.Items list) {
            return list.items();
        }
        if (node instanceof Node.Text text && text.value().isEmpty()) {
            return List.of();
        }
        throw Problems.at(node.position(), "%s must be a list, each item after a dash.", what);
    }

    private static String text(Entry entry) {
        if (entry.value() instanceof Node.Text text) {
            return text.value();
        }
        throw Problems.at(
                entry.position(), "%s must have text as its value.", Excerpts.quoted(entry.key()));
    }
}
