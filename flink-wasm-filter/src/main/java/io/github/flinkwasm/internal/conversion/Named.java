package io.github.flinkwasm.internal.conversion;

import java.util.List;

/** Lists of names in messages. */
final class Named {
    private static final int MOST = 12;

    private Named() {}

    /** The names, or the first of them if they are many. */
    static String some(List<String> names) {
        return names.size() <= MOST
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST)) + ", …";
    }
}
