/** What is in the SQL jar, compared with what it was made of. */
@NullMarked
package io.github.flinkwasm.sqljar;

import org.jspecify.annotations.NullMarked;
