package io.github.flinkwasm.fluentbit;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ${NAME}} stands for in a value: what the configuration set with {@code @SET} or
 * {@code env}, wherever in it that is, else an environment variable. {@code ${NAME:-text}} stands
 * for the text where there is no such variable or it is empty.
 *
 * <p>What a variable stands for is not looked at again, so variables cannot multiply.
 */
final class Variables {

    private static final int MAX_LENGTH = 64 * 1024;
    private static final String FILE = "file://";

    private final Map<String, String> environment;

    /** What {@code env} sets. */
    private final Map<String, String> declared = new HashMap<>();

    /** What {@code @SET} sets: it runs when everything has been read, so it wins. */
    private final Map<String, String> set = new HashMap<>();

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    void declare(String name, String value) {
        declared.put(name, value);
    }

    void set(String name, String value) {
        set.put(name, value);
    }

    /** The property's value with every variable replaced. */
    String resolve(Section.Property property) {
        String value = property.value();
        if (value == null) {
            throw Problems.at(
                    property.position(),
                    "%s has a list or a map as its value, but must be text.",
                    Excerpts.quoted(property.key()));
        }
        return resolve(value, property.position());
    }

    private String resolve(String value, SourcePosition position) {
        int from = 0;
        int start = value.indexOf("${");
        if (start < 0) {
            return value;
        }
        StringBuilder resolved = new StringBuilder(value.length());
        while (start >= 0) {
            int end = value.indexOf('}', start);
            if (end <= start + 2) {
                break;
            }
            resolved.append(value, from, start);
            resolved.append(lookUp(value.substring(start + 2, end), position));
            if (resolved.length() > MAX_LENGTH) {
                throw Problems.at(
                        position,
                        "the value is longer than %,d characters with its variables replaced. No"
                                + " value of a Wasm filter needs that; shorten the variables.",
                        MAX_LENGTH);
            }
            from = end + 1;
            start = value.indexOf("${", from);
        }
        return resolved.append(value, from, value.length()).toString();
    }

    private String lookUp(String reference, SourcePosition position) {
        int separator = reference.indexOf(":-");
        String name = separator < 0 ? reference : reference.substring(0, separator);
        String known = known(name);
        if (separator >= 0 && (known == null || known.isEmpty())) {
            return reference.substring(separator + 2);
        }
        if (known == null) {
            throw Problems.at(
                    position,
                    "the variable ${%s} is not set. Fluent Bit would go on with nothing in its"
                            + " place; here that is refused, since it may turn a filter off without"
                            + " a trace. Set the environment variable, or write a default:"
                            + " ${%s:-text}.",
                    name,
                    name);
        }
        boolean isOfConfiguration = set.containsKey(name) || declared.containsKey(name);
        if (isOfConfiguration && known.startsWith(FILE)) {
            throw Problems.at(
                    position,
                    "the variable ${%s} is the content of a file, %s, which is not read here. Give"
                            + " the value itself instead of the file.",
                    name,
                    Excerpts.quoted(known));
        }
        return known;
    }

    private @Nullable String known(String name) {
        if (set.containsKey(name)) {
            return set.get(name);
        }
        if (declared.containsKey(name)) {
            return declared.get(name);
        }
        String value = environment.get(name);
        // As in Fluent Bit, which does not tell an empty environment variable from none.
        return value == null || value.isEmpty() ? null : value;
    }
}
