package io.github.flinkwasm.replay.report;

/** An example that knows where it stands in the archive, and is ordered by that first. */
interface PlacedSample {

    String file();

    /** Which of the file's lines or values it is, from 1. */
    long item();
}
