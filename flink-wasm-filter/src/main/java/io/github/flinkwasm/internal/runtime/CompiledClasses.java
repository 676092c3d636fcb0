package io.github.flinkwasm.internal.runtime;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The JVM classes that a module was compiled to, with the deadline redirected. Sorted by name, so
 * that the same module always gives the same sequence of bytes.
 *
 * @param machineClass binary name of the class that implements Chicory's {@code Machine}
 * @param bytesByName class files by binary name (with dots)
 */
public record CompiledClasses(String machineClass, SortedMap<String, byte[]> bytesByName) {

    public CompiledClasses {
        bytesByName = Collections.unmodifiableSortedMap(new TreeMap<>(bytesByName));
    }

    static CompiledClasses of(String machineClass, Map<String, byte[]> classes) {
        SortedMap<String, byte[]> sorted = new TreeMap<>();
        // Chicory's collector mixes binary names (dots) and internal names (slashes).
        classes.forEach((name, bytes) -> sorted.put(name.replace('/', '.'), bytes));
        return new CompiledClasses(machineClass, sorted);
    }

    /** The sum of all class files. */
    public long sizeBytes() {
        return bytesByName.values().stream().mapToLong(bytes -> bytes.length).sum();
    }
}
