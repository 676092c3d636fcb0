/**
 * Where module bytes come from: fetched by URI and checked against their SHA-256 before anything
 * else looks at them.
 */
@NullMarked
package io.github.flinkwasm.internal.module;

import org.jspecify.annotations.NullMarked;
