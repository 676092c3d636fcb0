/** JMH benchmarks behind every figure that the documents give for speed and memory. */
@NullMarked
package io.github.flinkwasm.benchmarks;

import org.jspecify.annotations.NullMarked;
