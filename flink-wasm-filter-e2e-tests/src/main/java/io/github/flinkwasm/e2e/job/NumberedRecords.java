package io.github.flinkwasm.e2e.job;

import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Records that say what the guest "ways out" shall do with them: of every three in a row it emits
 * one, drops one, and traps at one.
 */
final class NumberedRecords {

    /** What the number of records is called that does not end. */
    static final String UNBOUNDED = "unbounded";

    private static final List<String> KINDS = List.of("emit", "drop", "trap");

    /** Of an unbounded source, over all subtasks: enough to see it run, and cheap. */
    private static final double RECORDS_PER_SECOND = 300;

    private NumberedRecords() {}

    /**
     * A stream of records.
     *
     * @param count how many, or {@value #UNBOUNDED}
     */
    static DataStream<String> stream(StreamExecutionEnvironment environment, String count) {
        boolean unbounded = count.equals(UNBOUNDED);
        DataGeneratorSource<String> source =
                new DataGeneratorSource<>(
                        NumberedRecords::record,
                        unbounded ? Long.MAX_VALUE : Long.parseLong(count),
                        unbounded
                                ? RateLimiterStrategy.perSecond(RECORDS_PER_SECOND)
                                : RateLimiterStrategy.noOp(),
                        Types.STRING);
        return environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "numbered records")
                .uid("numbered-records");
    }

    private static String record(long number) {
        String kind = KINDS.get((int) (number % KINDS.size()));
        return "{\"do\":\"%s\",\"n\":%d}".formatted(kind, number);
    }
}
