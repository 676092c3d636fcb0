/**
 * The nouns that a user of the library writes: which module to run, with which limits, and what
 * happens to an event that the module cannot handle.
 *
 * <p>Nothing here depends on any other package of the library.
 */
@NullMarked
package io.github.flinkwasm;

import org.jspecify.annotations.NullMarked;
