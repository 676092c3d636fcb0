/**
 * The calling convention of Fluent Bit filters, versions 1 and 2: arguments in, result out. It
 * knows nothing of Flink.
 */
@NullMarked
package io.github.flinkwasm.internal.abi;

import org.jspecify.annotations.NullMarked;
