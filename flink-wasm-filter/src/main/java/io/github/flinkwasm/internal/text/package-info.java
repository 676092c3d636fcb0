/** How is text of users and strangers shown in a message? */
@NullMarked
package io.github.flinkwasm.internal.text;

import org.jspecify.annotations.NullMarked;
