package io.github.flinkwasm.e2e;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The class loaders that are alive in a JVM.
 *
 * @param types the class of each; several of one class are as many entries
 */
record ClassLoaderStatistics(List<String> types) {
    // ClassLoader address, parent, class loader data, classes, chunk size, block size, type.
    private static final Pattern LINE =
            Pattern.compile(
                    "(?m)^0x\\p{XDigit}+\\s+0x\\p{XDigit}+\\s+0x\\p{XDigit}+\\s+\\d+\\s+\\d+\\s+\\d+\\s+(\\S.*)$");

    ClassLoaderStatistics {
        types = List.copyOf(types);
    }

    /** Reads what {@code jcmd VM.classloader_stats} prints. */
    static ClassLoaderStatistics parse(String printed) {
        List<String> types =
                LINE.matcher(printed).results().map(line -> line.group(1).strip()).toList();
        if (types.isEmpty()) {
            throw new AssertionError("No class loader is listed in:\n" + printed);
        }
        return new ClassLoaderStatistics(types);
    }

    /** How many class loaders of a class there are. */
    int count(String type) {
        return (int) types.stream().filter(type::equals).count();
    }
}
