/**
 * JSON and msgpack, as a guest receives and returns them. The only package that knows Jackson and
 * msgpack; it knows nothing of Flink.
 */
@NullMarked
package io.github.flinkwasm.internal.codec;

import org.jspecify.annotations.NullMarked;
