package io.github.flinkwasm.replay.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The changes between two values, collected on a walk through both. */
final class FieldChanges {
    private static final int MAX_PATH = 200;
    private static final Pattern PLAIN_KEY =
            Pattern.compile("[\\p{L}_@$-][\\p{L}\\p{N}_@$-]{0,63}");
    private static final Pattern IDENTIFIER =
            Pattern.compile("\\d+|(?=.*\\d)(?=.*[a-fA-F0-9])[a-fA-F0-9-]{8,}");

    private final List<FieldChange> changes = new ArrayList<>();

    /** At most {@link OutcomeComparison#MAX_FIELDS} of them. */
    List<FieldChange> between(JsonValue before, JsonValue after) {
        compare("", before, after);
        return List.copyOf(changes);
    }

    private void compare(String path, JsonValue before, JsonValue after) {
        if (before instanceof JsonValue.Fields was && after instanceof JsonValue.Fields is) {
            compareFields(path, was.values(), is.values());
        } else if (before instanceof JsonValue.Elements was
                && after instanceof JsonValue.Elements is) {
            compareAll(cut(path + "[*]"), was.values(), is.values());
        } else if (!isSame(before, after)) {
            add(path, FieldChange.Kind.CHANGED, text(before), text(after));
        }
    }

    private void compareFields(
            String path, Map<String, List<JsonValue>> before, Map<String, List<JsonValue>> after) {
        before.forEach(
                (key, values) ->
                        compareAll(child(path, key), values, after.getOrDefault(key, List.of())));
        after.forEach(
                (key, values) -> {
                    if (!before.containsKey(key)) {
                        compareAll(child(path, key), List.of(), values);
                    }
                });
    }

    private void compareAll(String path, List<JsonValue> before, List<JsonValue> after) {
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            if (changes.size() >= OutcomeComparison.MAX_FIELDS) {
                return;
            }
            if (i >= after.size()) {
                add(path, FieldChange.Kind.REMOVED, text(before.get(i)), "");
            } else if (i >= before.size()) {
                add(path, FieldChange.Kind.ADDED, "", text(after.get(i)));
            } else {
                compare(path, before.get(i), after.get(i));
            }
        }
    }

    private static boolean isSame(JsonValue before, JsonValue after) {
        if (before instanceof JsonValue.Numeral was && after instanceof JsonValue.Numeral is) {
            return was.isSameAs(is);
        }
        return before.equals(after);
    }

    private void add(String path, FieldChange.Kind kind, String before, String after) {
        if (changes.size() < OutcomeComparison.MAX_FIELDS) {
            changes.add(new FieldChange(path.isEmpty() ? "(record)" : path, kind, before, after));
        }
    }

    private static String child(String path, String key) {
        String step;
        if (IDENTIFIER.matcher(key).matches()) {
            step = "*";
        } else if (PLAIN_KEY.matcher(key).matches()) {
            step = key;
        } else {
            step = JsonExcerpt.of(new JsonValue.Text(key));
        }
        return cut(path.isEmpty() ? step : path + "." + step);
    }

    private static String cut(String path) {
        return path.length() <= MAX_PATH ? path : path.substring(0, MAX_PATH) + "…";
    }

    private static String text(JsonValue value) {
        return JsonExcerpt.of(value);
    }
}
