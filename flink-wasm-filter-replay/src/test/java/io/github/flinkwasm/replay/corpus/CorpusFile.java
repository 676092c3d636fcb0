package io.github.flinkwasm.replay.corpus;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.flinkwasm.replay.archive.ArchiveFormat;
import io.github.flinkwasm.replay.archive.Compression;

/**
 * What is in one file of a generated archive, counted while it was written.
 *
 * @param name its path below the archive's directory
 * @param bytes its size decompressed
 * @param storedBytes its size as it is stored
 * @param lines its lines, or its msgpack values
 * @param events how many events a reader must find
 * @param unreadable how many items a reader must find that are no events
 * @param blank lines of nothing
 * @param joined pieces of container log lines that belong to the event of another piece
 * @param markers msgpack values that begin or end a group
 */
@JsonPropertyOrder({"name", "format", "compression"})
public record CorpusFile(
        String name,
        ArchiveFormat format,
        Compression compression,
        long bytes,
        long storedBytes,
        long lines,
        long events,
        long unreadable,
        long blank,
        long joined,
        long markers) {}
