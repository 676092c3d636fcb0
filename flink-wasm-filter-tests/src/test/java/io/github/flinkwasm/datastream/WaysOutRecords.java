package io.github.flinkwasm.datastream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Records for the guest of {@link Guests#waysOut}, a third for each way out, and what becomes of
 * them.
 */
final class WaysOutRecords {

    static final int OF_EACH_KIND = 200;

    private static final List<String> KINDS = List.of("emit", "drop", "trap");
    static final int COUNT = KINDS.size() * OF_EACH_KIND;

    private WaysOutRecords() {}

    /** The records, all of one length, over every subtask. */
    static DataStream<String> stream(StreamExecutionEnvironment environment) {
        return environment
                .fromSequence(0, COUNT - 1)
                .map(WaysOutRecords::record)
                .returns(Types.STRING);
    }

    /** What the guest does with them when they have no time. */
    static List<String> expectedOutcomes(String tag) {
        List<String> expected = new ArrayList<>();
        for (long n = 0; n < COUNT; n++) {
            String record = record(n);
            expected.add(
                    switch (kind(n)) {
                        case "emit" -> "emitted " + Guests.emitted(tag, 0, 0, record);
                        case "drop" -> "dropped " + record;
                        default -> "failed TRAP " + record;
                    });
        }
        return expected;
    }

    private static String kind(long n) {
        return KINDS.get((int) (n % KINDS.size()));
    }

    static String record(long n) {
        return "{\"do\":\"%s\",\"n\":%d}".formatted(kind(n), 100 + n);
    }

    /** Writes every line into the same array, as an operator that spares allocations would. */
    static final class IntoOneBuffer implements MapFunction<String, byte[]> {

        private static final long serialVersionUID = 1L;

        private final boolean objectReuse;
        private byte[] buffer = new byte[0];

        IntoOneBuffer(boolean objectReuse) {
            this.objectReuse = objectReuse;
        }

        @Override
        public byte[] map(String line) {
            byte[] bytes = line.getBytes(UTF_8);
            if (!objectReuse || buffer.length != bytes.length) {
                buffer = new byte[bytes.length];
            }
            System.arraycopy(bytes, 0, buffer, 0, bytes.length);
            return buffer;
        }
    }
}
