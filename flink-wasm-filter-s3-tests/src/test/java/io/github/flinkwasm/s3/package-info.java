/**
 * Modules on an S3 server, read through the file system plugins that Flink publishes: an S3Proxy in
 * a process of its own, a network before it that can make trouble, and the plugins in a plugins
 * directory, loaded as a cluster does.
 */
@NullMarked
package io.github.flinkwasm.s3;

import org.jspecify.annotations.NullMarked;
