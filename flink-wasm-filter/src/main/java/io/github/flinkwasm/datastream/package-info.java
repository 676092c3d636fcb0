/**
 * The front door for DataStream jobs. It translates a stream's elements into events and outcomes
 * into outputs; every decision about an event is made in {@code internal.execution}.
 */
@NullMarked
package io.github.flinkwasm.datastream;

import org.jspecify.annotations.NullMarked;
