/**
 * What a guest may reach outside its own memory: WASI preview 1 and the libc functions of the
 * {@code env} namespace, each with limits. It knows nothing of Flink.
 */
@NullMarked
package io.github.flinkwasm.internal.wasi;

import org.jspecify.annotations.NullMarked;
