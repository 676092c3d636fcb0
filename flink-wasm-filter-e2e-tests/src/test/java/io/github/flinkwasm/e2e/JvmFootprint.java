package io.github.flinkwasm.e2e;

import java.util.List;

/**
 * What a JVM holds after a garbage collection.
 *
 * @param classLoaders those that are alive
 * @param threads names of the live threads, sorted
 * @param metaspaceUsed bytes, class space included
 * @param metaspaceCommitted bytes, class space included
 */
record JvmFootprint(
        ClassLoaderStatistics classLoaders,
        List<String> threads,
        long metaspaceUsed,
        long metaspaceCommitted) {
    private static final String OF_A_JOB = "org.apache.flink.util.ChildFirstClassLoader";
    private static final String OF_A_MODULE =
            "io.github.flinkwasm.internal.runtime.GeneratedClassLoader";

    JvmFootprint {
        threads = List.copyOf(threads);
    }

    /** Class loaders of job jars. */
    int jobClassLoaders() {
        return classLoaders.count(OF_A_JOB);
    }

    /** Class loaders of compiled modules. */
    int moduleClassLoaders() {
        return classLoaders.count(OF_A_MODULE);
    }

    /** Threads that the library has started. */
    List<String> threadsOfTheLibrary() {
        return threads.stream().filter(name -> name.startsWith("wasm-filter")).toList();
    }

    @Override
    public String toString() {
        return "%d class loaders of jobs, %d of modules, threads of the library %s, %,d KiB of metaspace"
                .formatted(
                        jobClassLoaders(),
                        moduleClassLoaders(),
                        threadsOfTheLibrary(),
                        metaspaceUsed >> 10);
    }
}
