package io.github.flinkwasm.benchmarks;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.core.io.InputStatus;

/** Gives nothing, and ends when the data of {@link ControlStreamHop.Watch} has ended. */
final class SilentSource extends NumberSequenceSource {
    private static final long serialVersionUID = 1L;

    SilentSource() {
        super(0, 0);
    }

    @Override
    public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
        return new Reader(ControlStreamHop.Watch.dataEnded());
    }

    private static final class Reader implements SourceReader<Long, NumberSequenceSplit> {
        private final CompletableFuture<Void> dataEnded;

        private Reader(CompletableFuture<Void> dataEnded) {
            this.dataEnded = dataEnded;
        }

        @Override
        public void start() {}

        @Override
        public InputStatus pollNext(ReaderOutput<Long> output) {
            return dataEnded.isDone() ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
        }

        @Override
        public List<NumberSequenceSplit> snapshotState(long checkpointId) {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return dataEnded;
        }

        @Override
        public void addSplits(List<NumberSequenceSplit> splits) {}

        @Override
        public void notifyNoMoreSplits() {}

        @Override
        public void close() {}
    }
}
