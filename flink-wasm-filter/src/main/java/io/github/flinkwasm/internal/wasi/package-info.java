/**
 * What a guest may reach outside its own memory. It knows nothing of Flink, and of the engine only
 * what {@code internal.runtime} shows to host functions.
 *
 * <p>Two environments stand beside each other: {@link WasiPreview1}, for guests with a C library of
 * their own, and {@link EnvBuiltins}, for guests that import the functions of one from {@code env}.
 * Both print to the instance's {@link GuestOutput}, which hands lines on after the call. {@link
 * WasiOptions} say what is granted; everything else is not there: no network, no real descriptor,
 * no file outside a granted directory, and no write to one inside unless it was granted for
 * writing.
 *
 * <p>All of it is hostile input's business. Addresses and lengths are checked where they are used;
 * loops and waits look at the call's deadline; descriptors, blocks and half-written lines are part
 * of every snapshot; and what a guest may call on an exhausted stack was initialized before ({@link
 * WarmUp}).
 */
@NullMarked
package io.github.flinkwasm.internal.wasi;

import org.jspecify.annotations.NullMarked;
