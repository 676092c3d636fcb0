/**
 * The jobs that the end-to-end tests submit, written as users of the library would write them: they
 * import nothing from an {@code internal} package.
 */
@NullMarked
package io.github.flinkwasm.e2e.job;

import org.jspecify.annotations.NullMarked;
