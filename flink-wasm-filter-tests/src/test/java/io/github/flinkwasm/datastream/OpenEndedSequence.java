package io.github.flinkwasm.datastream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.core.io.InputStatus;

/**
 * The numbers from 0 on, in as many splits as there are subtasks, as long as the test wants more. A
 * checkpoint remembers the place, as it would an offset.
 */
final class OpenEndedSequence extends NumberSequenceSource {

    private static final long serialVersionUID = 1L;

    /** In one split, if there are four. */
    static final long SPLIT = 1_000_000_000L;

    private static final Map<String, End> BY_ID = new ConcurrentHashMap<>();

    private final String id;

    OpenEndedSequence(End end) {
        super(0, 4 * SPLIT - 1);
        this.id = end.id;
    }

    /** How far the numbers go; the test moves it while the job runs. */
    static final class End {
        private final String id = UUID.randomUUID().toString();
        private long available;
        private boolean last;
        private CompletableFuture<Void> moved = new CompletableFuture<>();

        private End() {}

        static End at(long available) {
            End end = new End();
            end.available = available;
            BY_ID.put(end.id, end);
            return end;
        }

        /** So many numbers are there now. */
        synchronized void moveTo(long newAvailable) {
            available = newAvailable;
            wakeUp();
        }

        /** Each split ends where it is, or behind the last number that is there. */
        synchronized void close() {
            last = true;
            wakeUp();
        }

        private void wakeUp() {
            CompletableFuture<Void> waiting = moved;
            moved = new CompletableFuture<>();
            waiting.complete(null);
        }

        private synchronized boolean has(long number) {
            return number < available && !(last && available == Long.MAX_VALUE);
        }

        private synchronized boolean isBefore(long number) {
            return last && !has(number);
        }

        private synchronized CompletableFuture<Void> until(long number) {
            return last || has(number) ? CompletableFuture.completedFuture(null) : moved;
        }
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
        return new Reader(context, BY_ID.get(id));
    }

    private static final class Reader implements SourceReader<Long, NumberSequenceSplit> {
        private final SourceReaderContext context;
        private final End end;
        private final List<NumberSequenceSplit> splits = new ArrayList<>();
        private boolean noMoreSplits;
        private int turn;
        private CompletableFuture<Void> assigned = new CompletableFuture<>();

        private Reader(SourceReaderContext context, End end) {
            this.context = context;
            this.end = end;
        }

        @Override
        public void start() {
            if (splits.isEmpty()) {
                context.sendSplitRequest();
            }
        }

        @Override
        public InputStatus pollNext(ReaderOutput<Long> output) {
            if (splits.isEmpty()) {
                return noMoreSplits ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
            }
            turn = (turn + 1) % splits.size();
            NumberSequenceSplit split = splits.get(turn);
            if (end.isBefore(split.from())) {
                splits.remove(turn);
                if (splits.isEmpty()) {
                    context.sendSplitRequest();
                }
                return splits.isEmpty()
                        ? InputStatus.NOTHING_AVAILABLE
                        : InputStatus.MORE_AVAILABLE;
            }
            if (!end.has(split.from())) {
                return InputStatus.NOTHING_AVAILABLE;
            }
            splits.set(
                    turn, new NumberSequenceSplit(split.splitId(), split.from() + 1, split.to()));
            output.collect(split.from());
            return InputStatus.MORE_AVAILABLE;
        }

        @Override
        public List<NumberSequenceSplit> snapshotState(long checkpointId) {
            return List.copyOf(splits);
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return splits.isEmpty()
                    ? noMoreSplits ? CompletableFuture.completedFuture(null) : assigned
                    : end.until(splits.get(turn % splits.size()).from());
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
