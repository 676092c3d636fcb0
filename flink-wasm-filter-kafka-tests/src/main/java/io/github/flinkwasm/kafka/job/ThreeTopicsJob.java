package io.github.flinkwasm.kafka.job;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.datastream.RecordCodecs;
import io.github.flinkwasm.datastream.WasmFilters;
import io.github.flinkwasm.datastream.WasmFilters.FilteredStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Filters the topic {@value #INPUT} into {@value #EMITTED}, {@value #DROPPED} and {@value #FAILED},
 * each written exactly once.
 */
public final class ThreeTopicsJob {

    /** The topic that is filtered. */
    public static final String INPUT = "logs";

    /** The topic of what the filter emitted. */
    public static final String EMITTED = "logs-filtered";

    /** The topic of what it dropped, as it came. */
    public static final String DROPPED = "logs-dropped";

    /** The topic of what failed, as it came, with the failure in the headers. */
    public static final String FAILED = "logs-failed";

    /** The consumer group whose offsets say how far the job has come. */
    public static final String GROUP = "filter";

    private ThreeTopicsJob() {}

    /**
     * Runs the job.
     *
     * @param args the brokers; the module with the filter {@code ways_out}; milliseconds between
     *     checkpoints
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 3) {
            throw new IllegalArgumentException(
                    "Found "
                            + args.length
                            + " arguments, but needs three: the brokers, the module of ways_out,"
                            + " and the milliseconds between checkpoints.");
        }
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment();
        environment.enableCheckpointing(Long.parseLong(args[2]));
        define(environment, args[0], args[1]);
        environment.execute("One topic into three");
    }

    private static void define(
            StreamExecutionEnvironment environment, String brokers, String module) {
        KafkaSource<LogEvent> source =
                KafkaSource.<LogEvent>builder()
                        .setBootstrapServers(brokers)
                        .setTopics(INPUT)
                        .setGroupId(GROUP)
                        .setStartingOffsets(OffsetsInitializer.earliest())
                        .setProperty("isolation.level", "read_committed")
                        .setDeserializer(new EventReader())
                        .build();
        DataStream<LogEvent> logs =
                environment
                        .fromSource(source, WatermarkStrategy.noWatermarks(), "logs")
                        .uid("logs");
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(ModuleReference.of(module))
                        .setFunctionName("ways_out")
                        .setFailureHandling(FailureHandling.SIDE_OUTPUT)
                        .build();

        // Across the network, so that a TaskManager that is killed takes events of both with it.
        FilteredStream<LogEvent, LogEvent> filtered =
                WasmFilters.apply(logs.rebalance(), filter, RecordCodecs.logEvents()).uid("filter");

        filtered.emitted()
                .sinkTo(exactlyOnce(brokers, EMITTED, new EventWriter(EMITTED)))
                .uid("emitted");
        filtered.dropped()
                .sinkTo(exactlyOnce(brokers, DROPPED, new EventWriter(DROPPED)))
                .uid("dropped");
        filtered.failed()
                .sinkTo(exactlyOnce(brokers, FAILED, new FailureWriter(FAILED)))
                .uid("failed");
    }

    private static <T> KafkaSink<T> exactlyOnce(
            String brokers, String topic, KafkaRecordSerializationSchema<T> writer) {
        return KafkaSink.<T>builder()
                .setBootstrapServers(brokers)
                .setRecordSerializer(writer)
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                // A sink finds what it left behind by this name; two sinks must never share one.
                .setTransactionalIdPrefix("filter-to-" + topic)
                // Longer than any time without a checkpoint, and no longer than brokers allow.
                .setProperty("transaction.timeout.ms", "900000")
                .build();
    }
}
