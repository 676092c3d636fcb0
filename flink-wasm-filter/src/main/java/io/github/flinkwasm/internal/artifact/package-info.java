/**
 * Compiled modules that outlive a process: keyed, verified before they are loaded, and kept on any
 * Flink file system.
 *
 * <p>An {@link io.github.flinkwasm.internal.artifact.Artifact} is one file: a manifest, and the
 * entries that the manifest names with their digests. Its bytes depend on the module and on what
 * compiled it, and on nothing else; so whoever compiles a module again gets the same file, and a
 * stored one never needs to change. What vouches for it lies beside it, a seal: a signature, or the
 * job's own MAC. An artifact is code. {@link io.github.flinkwasm.internal.artifact.ArtifactTrust}
 * decides whether it may run before anything but its manifest is looked at.
 */
@NullMarked
package io.github.flinkwasm.internal.artifact;

import org.jspecify.annotations.NullMarked;
