/**
 * What lies in an archive: which files there are, how they are compressed and written, and the
 * events in them. Every byte is read, or the file and the reason are named.
 */
@NullMarked
package io.github.flinkwasm.replay.archive;

import org.jspecify.annotations.NullMarked;
