package io.github.flinkwasm.internal.runtime;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a Wasm function takes and gives, in order. */
public record FunctionSignature(List<ValueType> params, List<ValueType> results) {

    public FunctionSignature {
        params = List.copyOf(params);
        results = List.copyOf(results);
    }

    /**
     * Reads a compact notation: one letter a value ({@code i}=i32, {@code I}=i64, {@code f}=f32,
     * {@code F}=f64), parameters first, results after a colon: {@code "ii:i"}.
     */
    public static FunctionSignature of(String notation) {
        int colon = notation.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "Signature \""
                            + notation
                            + "\" has no colon; write params:results, as in \"ii:i\"");
        }
        return new FunctionSignature(
                types(notation.substring(0, colon)), types(notation.substring(colon + 1)));
    }

    private static List<ValueType> types(String letters) {
        return letters.chars()
                .mapToObj(
                        letter ->
                                switch (letter) {
                                    case 'i' -> ValueType.I32;
                                    case 'I' -> ValueType.I64;
                                    case 'f' -> ValueType.F32;
                                    case 'F' -> ValueType.F64;
                                    default ->
                                            throw new IllegalArgumentException(
                                                    "Unknown letter '"
                                                            + (char) letter
                                                            + "' in a signature; allowed: i I f F");
                                })
                .collect(Collectors.toUnmodifiableList());
    }

    // Spelt out for the class loader's sake: see docs/rationale.md, "Why do some records spell out
    // equals?"
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FunctionSignature signature
                && params.equals(signature.params)
                && results.equals(signature.results);
    }

    @Override
    public int hashCode() {
        return 31 * params.hashCode() + results.hashCode();
    }

    /** As in {@code (i32, i32) -> i32}; no result is {@code ()}. */
    @Override
    public String toString() {
        String result = results.size() == 1 ? results.get(0).toString() : list(results);
        return list(params) + " -> " + result;
    }

    private static String list(List<ValueType> types) {
        return types.stream().map(ValueType::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
