package io.github.flinkwasm.replay.archive;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.flink.annotation.Experimental;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tag of a path: a pattern finds the parts of the path, a template puts them together.
 *
 * <p>A pattern is matched against the end of the path, from the beginning of one of its parts on.
 * In it {@code {name}} stands for one or more characters other than a slash, {@code *} for any
 * number of them, {@code **} for any characters, and everything else for itself: {@code
 * containers/{pod}_{namespace}_{container}-{id}.log}. A pattern with {@code (?<name>…)} in it is a
 * regular expression instead, found anywhere in the path; its names may have underscores, as those
 * of Fluent Bit's {@code Tag_Regex} do.
 *
 * <p>In the template {@code {name}} is what the pattern found, and {@code *} the whole path with
 * dots for slashes, as in the {@code Tag} of Fluent Bit's tail input: {@code kube.*}.
 */
@Experimental
public final class TagFromPath implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Pattern NAMED_GROUP = Pattern.compile("\\(\\?<([A-Za-z_][A-Za-z0-9_]*)>");
    private static final Pattern PATTERN_TOKEN =
            Pattern.compile(PLACEHOLDER.pattern() + "|(\\*\\*)|(\\*)");

    private final String pattern;
    private final String template;
    private final Pattern compiled;

    /** The compiled pattern's group for each name. */
    private final LinkedHashMap<String, String> groups;

    private TagFromPath(
            String pattern, String template, Pattern compiled, Map<String, String> groups) {
        this.pattern = pattern;
        this.template = template;
        this.compiled = compiled;
        this.groups = new LinkedHashMap<>(groups);
    }

    /**
     * The tags that a pattern and a template make.
     *
     * @throws IllegalArgumentException if the pattern cannot be understood, has a name twice, or
     *     lacks a name that the template has
     */
    public static TagFromPath of(String pattern, String template) {
        Map<String, String> groups = new LinkedHashMap<>();
        String regex =
                NAMED_GROUP.matcher(pattern).find()
                        ? renameGroups(pattern, groups)
                        : translate(pattern, groups);
        Pattern compiled;
        try {
            compiled = Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "The path pattern %s is no regular expression: %s"
                            .formatted(pattern, e.getDescription()),
                    e);
        }
        for (String name : names(template)) {
            if (!groups.containsKey(name)) {
                throw new IllegalArgumentException(
                        "The tag template %s has {%s}, but the path pattern %s has only %s."
                                .formatted(template, name, pattern, groups.keySet()));
            }
        }
        return new TagFromPath(pattern, template, compiled, groups);
    }

    private static String renameGroups(String pattern, Map<String, String> groups) {
        Matcher matcher = NAMED_GROUP.matcher(pattern);
        StringBuilder regex = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(
                    regex, "(?<" + newGroup(pattern, matcher.group(1), groups) + ">");
        }
        return matcher.appendTail(regex).toString();
    }

    private static String translate(String pattern, Map<String, String> groups) {
        Matcher matcher = PATTERN_TOKEN.matcher(pattern);
        StringBuilder regex = new StringBuilder("(?:^|(?<=/))");
        int at = pattern.startsWith("/") ? 1 : 0;
        if (at == 1) {
            // An absolute path: nothing may stand before it but a scheme and an authority.
            regex.setLength(0);
            regex.append("^(?:[A-Za-z][A-Za-z0-9+.-]*:(?://[^/]*)?)?/");
        }
        while (matcher.find()) {
            regex.append(literal(pattern.substring(at, matcher.start())));
            if (matcher.group(1) != null) {
                regex.append("(?<")
                        .append(newGroup(pattern, matcher.group(1), groups))
                        .append(">[^/]+)");
            } else {
                regex.append(matcher.group(2) != null ? ".*" : "[^/]*");
            }
            at = matcher.end();
        }
        return regex.append(literal(pattern.substring(at))).append('$').toString();
    }

    private static String literal(String text) {
        return text.isEmpty() ? "" : Pattern.quote(text);
    }

    /** Java's groups have no underscores in their names, so they get names of their own. */
    private static String newGroup(String pattern, String name, Map<String, String> groups) {
        String group = "g" + groups.size();
        if (groups.put(name, group) != null) {
            throw new IllegalArgumentException(
                    "The path pattern %s has the name %s twice.".formatted(pattern, name));
        }
        return group;
    }

    private static List<String> names(String template) {
        List<String> names = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(template);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    String pattern() {
        return pattern;
    }

    /** The tag of a file, or null if its path does not match. */
    @Nullable String tagOf(String path) {
        Matcher matcher = compiled.matcher(path);
        if (!matcher.find()) {
            return null;
        }
        Matcher token = Pattern.compile(PLACEHOLDER.pattern() + "|\\*").matcher(template);
        StringBuilder tag = new StringBuilder();
        while (token.find()) {
            String value =
                    token.group(1) == null
                            ? dotted(path)
                            : matcher.group(groups.get(token.group(1)));
            token.appendReplacement(tag, Matcher.quoteReplacement(value == null ? "" : value));
        }
        return token.appendTail(tag).toString();
    }

    /** {@code file:/var/log/a.log} is {@code var.log.a.log}. */
    private static String dotted(String path) {
        String plain = path.replaceFirst("^[A-Za-z][A-Za-z0-9+.-]*:(?://)?", "");
        int first = 0;
        while (first < plain.length() && plain.charAt(first) == '/') {
            first++;
        }
        return plain.substring(first).replace('/', '.');
    }

    @Override
    public String toString() {
        return pattern + " -> " + template;
    }
}
