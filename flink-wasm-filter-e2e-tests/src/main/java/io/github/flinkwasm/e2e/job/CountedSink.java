package io.github.flinkwasm.e2e.job;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The end of a stream: counts its elements in an accumulator and forgets them. */
final class CountedSink<T> extends RichMapFunction<T, T> {

    private static final long serialVersionUID = 1L;

    private final String accumulator;
    private final LongCounter count = new LongCounter();

    private CountedSink(String accumulator) {
        this.accumulator = accumulator;
    }

    /**
     * Ends a stream.
     *
     * @param accumulator the name of the accumulator that counts the elements
     */
    static <T> void count(DataStream<T> stream, String accumulator) {
        stream.map(new CountedSink<T>(accumulator))
                .returns(stream.getType())
                .name("count " + accumulator)
                .uid("count-" + accumulator)
                .sinkTo(new DiscardingSink<>())
                .uid("forget-" + accumulator);
    }

    @Override
    public void open(OpenContext openContext) {
        getRuntimeContext().addAccumulator(accumulator, count);
    }

    @Override
    public T map(T element) {
        count.add(1L);
        return element;
    }
}
