package io.github.flinkwasm.replay.report;

import org.apache.flink.annotation.Experimental;

/**
 * How far a replay is.
 *
 * @param files how many there are
 * @param filesDone how many are finished
 * @param bytes the length of all files as they are stored
 * @param bytesDone how much of it has been read; the time left is worked out of this
 * @param events how many have an outcome
 * @param failed how many of them failed
 * @param unreadable how many lines were no events
 */
@Experimental
public record ProgressSnapshot(
        long files,
        long filesDone,
        long bytes,
        long bytesDone,
        long events,
        long failed,
        long unreadable) {}
