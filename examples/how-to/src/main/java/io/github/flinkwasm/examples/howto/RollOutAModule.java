package io.github.flinkwasm.examples.howto;

import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.datastream.ModuleUpgrades;
import io.github.flinkwasm.datastream.UpgradableStream;
import io.github.flinkwasm.datastream.WasmFilters;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Shown in {@code docs/how-to/roll-out-a-new-module.md}. */
public final class RollOutAModule {

    private RollOutAModule() {}

    /** The lines as the filter emits them, and a topic that says what became of each command. */
    static DataStream<String> define(
            StreamExecutionEnvironment env,
            DataStream<String> lines,
            WasmFilter filter,
            String brokers) {
        KafkaSource<String> commands =
                KafkaSource.<String>builder()
                        .setBootstrapServers(brokers)
                        .setTopics("module-commands")
                        .setStartingOffsets(OffsetsInitializer.latest())
                        .setValueOnlyDeserializer(new SimpleStringSchema())
                        .build();
        DataStream<String> commandLines =
                env.fromSource(commands, WatermarkStrategy.noWatermarks(), "module commands")
                        .setParallelism(1)
                        .uid("module-commands");

        UpgradableStream<String, String> redacted =
                WasmFilters.apply(lines, filter)
                        .withControlStream(ModuleUpgrades.commands(commandLines))
                        .withActivationTimeout(Duration.ofSeconds(30))
                        .uid("redact");

        redacted.reports()
                .map(ModuleUpgrades::toJson)
                .returns(Types.STRING)
                .sinkTo(reportsTo(brokers))
                .uid("module-reports");
        return redacted.emitted();
    }

    private static KafkaSink<String> reportsTo(String brokers) {
        return KafkaSink.<String>builder()
                .setBootstrapServers(brokers)
                .setRecordSerializer(
                        KafkaRecordSerializationSchema.<String>builder()
                                .setTopic("module-reports")
                                .setValueSerializationSchema(new SimpleStringSchema())
                                .build())
                .build();
    }
}
