package io.github.flinkwasm.internal.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Defines the classes of one compiled module. Its parent is the loader of this library, which also
 * sees Chicory's runtime; nothing else refers to it, so the classes go when the last instance of
 * the module goes.
 */
final class GeneratedClassLoader extends ClassLoader {
    private final Map<String, byte[]> pending;

    GeneratedClassLoader(CompiledClasses classes) {
        super("wasm-filter-module", GeneratedClassLoader.class.getClassLoader());
        pending = new ConcurrentHashMap<>(classes.bytesByName());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] classFile = pending.remove(name);
        if (classFile == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, classFile, 0, classFile.length);
    }
}
