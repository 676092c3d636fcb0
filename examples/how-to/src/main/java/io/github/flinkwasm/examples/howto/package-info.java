/**
 * The code that the pages in {@code docs/how-to} show, a class for each page. Each piece that a
 * page shows stands here word for word, and a test compares the two.
 */
@NullMarked
package io.github.flinkwasm.examples.howto;

import org.jspecify.annotations.NullMarked;
