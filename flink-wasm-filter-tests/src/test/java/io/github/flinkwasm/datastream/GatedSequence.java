package io.github.flinkwasm.datastream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.core.io.InputStatus;

/**
 * The numbers of a range, each as soon as the {@link JobControl} lets it pass. Bounded and
 * checkpointed: a restored source goes on where it was, with the same splits.
 */
final class GatedSequence extends NumberSequenceSource {

    private static final long serialVersionUID = 1L;

    private final String control;

    GatedSequence(long from, long to, JobControl control) {
        super(from, to);
        this.control = control.id();
    }

    @Override
    public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
        return new Reader(context, JobControl.byId(control));
    }

    private static final class Reader implements SourceReader<Long, NumberSequenceSplit> {
        private final SourceReaderContext context;
        private final JobControl control;
        private final Deque<NumberSequenceSplit> splits = new ArrayDeque<>();
        private CompletableFuture<Void> assigned = new CompletableFuture<>();
        private boolean noMoreSplits;

        private Reader(SourceReaderContext context, JobControl control) {
            this.context = context;
            this.control = control;
        }

        @Override
        public void start() {
            if (splits.isEmpty()) {
                context.sendSplitRequest();
            }
        }

        @Override
        public InputStatus pollNext(ReaderOutput<Long> output) {
            NumberSequenceSplit split = splits.peek();
            if (split == null) {
                return noMoreSplits ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
            }
            long number = split.from();
            if (!control.lets(number)) {
                return InputStatus.NOTHING_AVAILABLE;
            }
            splits.remove();
            if (number < split.to()) {
                splits.addFirst(new NumberSequenceSplit(split.splitId(), number + 1, split.to()));
            } else if (splits.isEmpty()) {
                context.sendSplitRequest();
            }
            output.collect(number);
            return InputStatus.MORE_AVAILABLE;
        }

        @Override
        public List<NumberSequenceSplit> snapshotState(long checkpointId) {
            return List.copyOf(splits);
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            NumberSequenceSplit split = splits.peek();
            if (split != null) {
                return control.untilItMayLet(split.from());
            }
            return noMoreSplits ? CompletableFuture.completedFuture(null) : assigned;
        }

        @Override
        public void addSplits(List<NumberSequenceSplit> added) {
            splits.addAll(added);
            wakeUp();
        }

        @Override
        public void notifyNoMoreSplits() {
            noMoreSplits = true;
            wakeUp();
        }

        private void wakeUp() {
            assigned.complete(null);
            assigned = new CompletableFuture<>();
        }

        @Override
        public void close() {}
    }
}
