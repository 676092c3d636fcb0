package io.github.flinkwasm.internal.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link StructureCheck} knows of a module's function types and functions. Indexes come from
 * the module and may point nowhere: that counts as a function without parameters and results, and
 * the parser refuses it later.
 */
final class Signatures {
    private static final Type NOTHING = new Type(0, 0, 0);

    private final Map<String, Integer> firstWithSameText = new HashMap<>();
    private final List<Type> types = new ArrayList<>();
    private final List<Type> functions = new ArrayList<>();
    private long[] functionsByFirst = new long[0];

    /**
     * One function type.
     *
     * @param first the lowest index of a type that is equal to it
     */
    private record Type(int parameters, int results, int first) {}

    /** Adds the next type; the texts have one character for each parameter and result. */
    void addType(String parameters, String results) {
        int index = types.size();
        Integer first = firstWithSameText.putIfAbsent(parameters + ":" + results, index);
        types.add(new Type(parameters.length(), results.length(), first == null ? index : first));
    }

    /** Adds the next function, imported or defined. */
    void addFunction(long type) {
        functions.add(type(type));
        if (type < types.size()) {
            if (functionsByFirst.length < types.size()) {
                functionsByFirst = new long[types.size()];
            }
            functionsByFirst[type(type).first]++;
        }
    }

    /** For how many pairs of a function and a type the type is equal to the function's own. */
    long matches() {
        long matches = 0;
        for (Type type : types) {
            matches += functionsByFirst.length == 0 ? 0 : functionsByFirst[type.first];
        }
        return matches;
    }

    int parameters(long type) {
        return type(type).parameters;
    }

    int results(long type) {
        return type(type).results;
    }

    /** By how much a call of that function changes the height of the operand stack. */
    int effectOfFunction(long index) {
        return effect(index < functions.size() ? functions.get((int) index) : NOTHING);
    }

    /** By how much a call of a function of that type changes the height of the operand stack. */
    int effectOfType(long index) {
        return effect(type(index));
    }

    private static int effect(Type type) {
        return type.results - type.parameters;
    }

    private Type type(long index) {
        return index < types.size() ? types.get((int) index) : NOTHING;
    }
}
