/**
 * What a replay leaves behind: part files, failed events with all that is needed to try them again,
 * the manifest, and the marker that says that everything is there.
 */
@NullMarked
package io.github.flinkwasm.replay.output;

import org.jspecify.annotations.NullMarked;
