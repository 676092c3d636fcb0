package io.github.flinkwasm.replay.output;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Objects;
import org.apache.flink.annotation.Experimental;

/**
 * What one finished unit of work came to: an entry of the journal.
 *
 * @param unit its number
 * @param uri the input file
 * @param kind how the file is compressed and written
 * @param length the file's bytes as they are stored
 * @param read how many lines or values it has, as its reader counted them
 * @param failed how many events a filter could not finish, whatever became of them
 * @param damage what could not be read of the file and why, or the empty string
 * @param files what was written
 * @param statistics what the report needs, as {@code ReplayStatistics.toJson} has it
 */
@Experimental
public record UnitResult(
        int unit,
        String uri,
        String kind,
        long length,
        long read,
        long emitted,
        long dropped,
        long failed,
        long unreadable,
        String damage,
        List<OutputFile> files,
        String statistics) {

    public UnitResult {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(damage, "damage");
        files = List.copyOf(files);
        Objects.requireNonNull(statistics, "statistics");
    }

    /** Whether each line that was read has an outcome. */
    @JsonIgnore
    public boolean isAccountedFor() {
        return read == emitted + dropped + failed + unreadable;
    }
}
