package io.github.flinkwasm.replay.diff;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One value of a record, as far as a comparison needs it. */
sealed interface JsonValue {

    /**
     * An object. Fields keep the order of their first occurrence; a key that is there twice has two
     * values.
     */
    record Fields(Map<String, List<JsonValue>> values) implements JsonValue {

        Fields() {
            this(new LinkedHashMap<>());
        }

        void add(String key, JsonValue value) {
            values.computeIfAbsent(key, added -> new ArrayList<>(1)).add(value);
        }
    }

    /** An array. */
    record Elements(List<JsonValue> values) implements JsonValue {

        Elements() {
            this(new ArrayList<>());
        }
    }

    /** A number with its text: {@code 1}, {@code 1.0} and {@code 10e-1} are the same number. */
    record Numeral(String text) implements JsonValue {

        boolean isSameAs(Numeral other) {
            return text.equals(other.text)
                    // Exponents may be such that an expanded number would fill the memory; a
                    // comparison expands no more digits than the texts have.
                    || new BigDecimal(text).compareTo(new BigDecimal(other.text)) == 0;
        }
    }

    /** A string. */
    record Text(String text) implements JsonValue {}

    /** {@code true}, {@code false} or {@code null}. */
    record Constant(String text) implements JsonValue {}

    /** Bytes that are no record of their format, which recorded outputs may hold. */
    record Unreadable(String hex) implements JsonValue {}
}
