/**
 * The front door for SQL and the Table API. It translates rows into events and outcomes into rows;
 * every decision about an event is made in {@code internal.execution}.
 */
@NullMarked
package io.github.flinkwasm.table;

import org.jspecify.annotations.NullMarked;
