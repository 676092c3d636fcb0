/** What is in the jar for {@code flink run}, compared with what it was made of. */
@NullMarked
package io.github.flinkwasm.replayjob;

import org.jspecify.annotations.NullMarked;
