package io.github.flinkwasm.replay.archive;

import java.nio.file.FileSystems;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** A glob, cut into the directory above its first wildcard and one matcher a part below that. */
final class Glob {
    private static final String ANY_DEPTH = "**";

    private final String root;
    private final List<String> parts;
    private final List<PathMatcher> matchers;

    private Glob(String root, List<String> parts, List<PathMatcher> matchers) {
        this.root = root;
        this.parts = parts;
        this.matchers = matchers;
    }

    /**
     * @throws IllegalArgumentException if a bracket or a brace is not closed
     */
    static Glob of(String pattern) {
        int wildcard = firstWildcard(pattern);
        int slash = pattern.lastIndexOf('/', wildcard);
        String root = slash < 0 ? "." : pattern.substring(0, Math.max(slash, 1));
        List<String> parts = new ArrayList<>();
        List<PathMatcher> matchers = new ArrayList<>();
        if (wildcard < pattern.length()) {
            for (String part : pattern.substring(slash + 1).split("/", -1)) {
                if (!part.isEmpty()) {
                    parts.add(part);
                    matchers.add(matcher(pattern, part));
                }
            }
        }
        return new Glob(root, parts, matchers);
    }

    private static int firstWildcard(String pattern) {
        int at = 0;
        while (at < pattern.length() && "*?[{".indexOf(pattern.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static PathMatcher matcher(String pattern, String part) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + part);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "The part \"%s\" of the pattern %s is no glob: %s. Close every [ and {; a part ends at a slash."
                            .formatted(part, pattern, e.getDescription()),
                    e);
        }
    }

    /** The directory below which to look. */
    String root() {
        return root;
    }

    /** How many parts there are below the root; 0 for a pattern without wildcards. */
    int size() {
        return parts.size();
    }

    /** Whether the part stands for any number of directories. */
    boolean isAnyDepth(int part) {
        return parts.get(part).equals(ANY_DEPTH);
    }

    /**
     * Whether a name matches the part; a hidden one only where the part spells its first character.
     */
    boolean matches(int part, String name) {
        if (isHidden(name) && parts.get(part).charAt(0) != name.charAt(0)) {
            return false;
        }
        return matchers.get(part).matches(java.nio.file.Path.of(name));
    }

    static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }
}
