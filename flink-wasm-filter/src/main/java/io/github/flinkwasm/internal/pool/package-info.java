/** Leases of instances that remember nothing between events. */
@NullMarked
package io.github.flinkwasm.internal.pool;

import org.jspecify.annotations.NullMarked;
