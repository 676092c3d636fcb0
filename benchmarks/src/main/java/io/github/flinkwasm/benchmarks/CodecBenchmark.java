package io.github.flinkwasm.benchmarks;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.RecordMapTypeInformation;
import io.github.flinkwasm.datastream.RecordCodec;
import io.github.flinkwasm.datastream.RecordCodecs;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.types.Row;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a codec costs an event, without the filter: a row of a web server's log line, 12 fields of
 * which one is a row itself, into its record and back, and the same record as a map.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(2)
@State(Scope.Thread)
public class CodecBenchmark {
    private static final TypeInformation<Row> REQUEST =
            Types.ROW_NAMED(
                    new String[] {"method", "path", "protocol"},
                    Types.STRING,
                    Types.STRING,
                    Types.STRING);
    private static final TypeInformation<Row> LOG_LINE =
            Types.ROW_NAMED(
                    new String[] {
                        "host",
                        "address",
                        "user",
                        "at",
                        "request",
                        "status",
                        "bytes",
                        "referer",
                        "agent",
                        "seconds",
                        "cached",
                        "connection"
                    },
                    Types.STRING,
                    Types.STRING,
                    Types.STRING,
                    Types.LONG,
                    REQUEST,
                    Types.INT,
                    Types.LONG,
                    Types.STRING,
                    Types.STRING,
                    Types.DOUBLE,
                    Types.BOOLEAN,
                    Types.LONG);

    /** The format of the filter. */
    @Param public EventFormat format;

    private final Row row =
            Row.of(
                    "web-1.example",
                    "2001:db8::31",
                    null,
                    1_795_348_116_645L,
                    Row.of("GET", "/postgresql/regress-coverage.html?page=3", "HTTP/1.1"),
                    200,
                    4_183L,
                    "https://www.example/search?q=coverage",
                    "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0",
                    0.004,
                    false,
                    81_034L);

    private RecordCodec<Row, Row> rows;
    private RecordCodec<Map<String, Object>, Map<String, Object>> maps;
    private LogEvent event;
    private Map<String, Object> map;

    /** Makes codecs, an event and a map of the row. */
    @Setup
    public void prepare() {
        rows = RecordCodecs.rows(LOG_LINE).forFormat(format);
        maps = RecordCodecs.maps().forFormat(format);
        event = rows.toEvent(row, 0);
        map =
                RecordCodecs.objects(LOG_LINE, RecordMapTypeInformation.INSTANCE)
                        .forFormat(format)
                        .fromEvent(row, event);
    }

    @Benchmark
    public LogEvent rowToEvent() {
        return rows.toEvent(row, 0);
    }

    @Benchmark
    public Row rowFromEvent() {
        return rows.fromEvent(row, event);
    }

    @Benchmark
    public LogEvent mapToEvent() {
        return maps.toEvent(map, 0);
    }

    @Benchmark
    public Map<String, Object> mapFromEvent() {
        return maps.fromEvent(map, event);
    }
}
