package io.github.flinkwasm.examples.quickstart;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What became of the lines of one file. Written by many threads; a reader of the sums while the job
 * runs may see some that are a few lines apart.
 */
final class FileAccount {

    private final ArchiveFile file;
    private final LongAdder read = new LongAdder();
    private final LongAdder emitted = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();

    // Written by the one thread that reads the file.
    private volatile long position;
    private volatile @Nullable Instant firstLineRead;
    private volatile boolean complete;
    private volatile @Nullable DamagedFileException damage;

    FileAccount(ArchiveFile file) {
        this.file = file;
    }

    ArchiveFile file() {
        return file;
    }

    /**
     * More lines were read.
     *
     * @param position how far the file was read to get them
     */
    void readLines(int count, long position) {
        if (firstLineRead == null) {
            firstLineRead = Instant.now();
        }
        read.add(count);
        this.position = Math.min(position, file.size());
    }

    /** There is no further line. */
    void readToItsEnd(Optional<DamagedFileException> damage) {
        this.damage = damage.orElse(null);
        this.position = file.size();
        this.complete = true;
    }

    void countEmitted() {
        emitted.increment();
    }

    void countDropped() {
        dropped.increment();
    }

    void countFailed() {
        failed.increment();
    }

    Outcomes outcomes() {
        return new Outcomes(read.sum(), emitted.sum(), dropped.sum(), failed.sum());
    }

    /** How many bytes of the file are read, as they stand on the disk. */
    long position() {
        return position;
    }

    /** When the first line was read; empty before that. */
    Optional<Instant> firstLineRead() {
        return Optional.ofNullable(firstLineRead);
    }

    boolean isComplete() {
        return complete;
    }

    Optional<DamagedFileException> damage() {
        return Optional.ofNullable(damage);
    }
}
