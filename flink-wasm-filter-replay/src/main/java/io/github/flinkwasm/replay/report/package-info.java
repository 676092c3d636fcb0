/**
 * What people see of a replay: the counts behind it, progress while it runs, and a report that
 * needs nothing but a browser.
 */
@NullMarked
package io.github.flinkwasm.replay.report;

import org.jspecify.annotations.NullMarked;
