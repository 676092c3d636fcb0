/**
 * A Flink cluster of separate JVMs, and what the tests see through it: class loading, class
 * unloading and failover as on a real cluster, which a MiniCluster with its one class path cannot
 * show.
 *
 * <p>{@link io.github.flinkwasm.e2e.FlinkCluster} is the fixture; a test gets one from {@link
 * io.github.flinkwasm.e2e.FlinkClusters}. It is put together from the jars that Maven has copied,
 * is configured by files as an installed one, and is talked to as an installed one: by {@code flink
 * run}, by REST, by signals, and by the JVM's own diagnostics.
 */
@NullMarked
package io.github.flinkwasm.e2e;

import org.jspecify.annotations.NullMarked;
