package io.github.flinkwasm.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.datastream.ModuleUpgrades;
import io.github.flinkwasm.datastream.WasmFilters;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * What a control stream costs while no command comes: the same job (a bounded source, a C filter
 * that drops a quarter, nothing behind it) with the filter chained to the source, in a chain of its
 * own, and with a control stream, which stays open as long as there is data. Each form has a JVM of
 * its own, which runs the job twice to warm up; then they run it in turn, one at a time. The CPU
 * time is that of the whole process, from the first source task's start to the end of the last
 * filter.
 *
 * <p>Arguments, all optional: how many rounds (7), how many events in a job (300,000), which
 * parallelisms ("1,2"). How long warming and each round took goes to standard error.
 */
public final class ControlStreamHop {
    private ControlStreamHop() {}

    /** How the filter's task gets its elements. */
    private enum Form {
        CHAINED("chained to the source"),
        OWN_CHAIN("no control stream, chain of its own"),
        CONTROL_STREAM("control stream");

        private final String title;

        Form(String title) {
            this.title = title;
        }
    }

    private record Cost(double cpuMicros, double eventsPerSecond) {}

    /** Runs the comparison. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        String events = arguments.length > 1 ? arguments[1] : "300000";
        String parallelisms = arguments.length > 2 ? arguments[2] : "1,2";
        long start = System.nanoTime();
        List<Job> jobs = new ArrayList<>();
        try {
            for (String parallelism : parallelisms.split(",", -1)) {
                for (Form form : Form.values()) {
                    Job job = Job.start(form, Integer.parseInt(parallelism), events);
                    jobs.add(job);
                    job.run();
                    job.run();
                }
            }
            sayTime("warming", start);
            for (int round = 1; round <= rounds; round++) {
                long startOfRound = System.nanoTime();
                for (Job job : jobs) {
                    job.costs.add(job.run());
                }
                sayTime("round " + round, startOfRound);
            }
        } finally {
            jobs.forEach(job -> job.process.destroy());
        }
        System.out.println(
                "| Parallelism | Filter | CPU of one event | Ratio | Events a second | Ratio |\n"
                        + "| ---: | --- | ---: | ---: | ---: | ---: |");
        for (int i = 0; i < jobs.size(); i++) {
            jobs.get(i).print(jobs.get(i - i % Form.values().length));
        }
    }

    private static void sayTime(String what, long startNanos) {
        System.err.printf(
                Locale.ROOT, "%s: %.0f s%n", what, (System.nanoTime() - startNanos) / 1e9);
    }

    /** A JVM that runs one form of the job as often as it is told. */
    private record Job(
            Form form,
            int parallelism,
            Process process,
            BufferedReader answers,
            BufferedWriter requests,
            List<Cost> costs) {

        static Job start(Form form, int parallelism, String events) throws IOException {
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Process process =
                    new ProcessBuilder(
                                    java,
                                    "-Xmx1g",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Child.class.getName(),
                                    form.name(),
                                    String.valueOf(parallelism),
                                    events)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            return new Job(
                    form,
                    parallelism,
                    process,
                    process.inputReader(StandardCharsets.UTF_8),
                    process.outputWriter(StandardCharsets.UTF_8),
                    new ArrayList<>());
        }

        Cost run() throws IOException, InterruptedException {
            requests.write("run\n");
            requests.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException(
                        "%s at parallelism %d ended with %d"
                                .formatted(form, parallelism, process.waitFor()));
            }
            System.err.println(form + " " + parallelism + ": " + answer);
            String[] parts = answer.split(" ", -1);
            return new Cost(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
        }

        void print(Job chained) {
            List<Double> cpu = sorted(Cost::cpuMicros);
            List<Double> rate = sorted(Cost::eventsPerSecond);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %s | %.1f µs (%.1f–%.1f) | %.2f | %,.0f (%,.0f–%,.0f) | %.2f |%n",
                    parallelism,
                    form.title,
                    median(cpu),
                    cpu.get(0),
                    cpu.get(cpu.size() - 1),
                    median(cpu) / median(chained.sorted(Cost::cpuMicros)),
                    median(rate),
                    rate.get(0),
                    rate.get(rate.size() - 1),
                    median(rate) / median(chained.sorted(Cost::eventsPerSecond)));
        }

        private List<Double> sorted(Function<Cost, Double> figure) {
            return costs.stream().map(figure).sorted().toList();
        }

        private static double median(List<Double> sorted) {
            return sorted.get(sorted.size() / 2);
        }
    }

    /** Runs the job for each line of its input: CPU microseconds of one event, events a second. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            Form form = Form.valueOf(arguments[0]);
            int parallelism = Integer.parseInt(arguments[1]);
            int events = Integer.parseInt(arguments[2]);
            BufferedReader requests =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (requests.readLine() != null) {
                Cost cost = run(form, parallelism, events);
                System.out.println(cost.cpuMicros() + " " + cost.eventsPerSecond());
            }
        }

        private static Cost run(Form form, int parallelism, int events) throws Exception {
            Watch.begin(events);
            StreamExecutionEnvironment environment =
                    StreamExecutionEnvironment.createLocalEnvironment(parallelism);
            DataStream<String> records =
                    environment
                            .fromSource(
                                    new NumberSequenceSource(0, events - 1L),
                                    WatermarkStrategy.noWatermarks(),
                                    "numbers")
                            .map(new ToRecord())
                            .returns(Types.STRING);
            emitted(form, environment, records)
                    .filter(new Counting())
                    .sinkTo(new DiscardingSink<>());
            environment.execute();
            long expected = Watch.expected(events);
            if (Watch.EMITTED.get() != expected) {
                throw new IllegalStateException(
                        "The filter emitted %,d events instead of %,d"
                                .formatted(Watch.EMITTED.get(), expected));
            }
            return Watch.cost(events);
        }

        private static SingleOutputStreamOperator<String> emitted(
                Form form, StreamExecutionEnvironment environment, DataStream<String> records) {
            WasmFilter filter =
                    WasmFilter.builder()
                            .setModule(
                                    ModuleReference.of(
                                            "classpath:filters/c-freestanding/drop_debug.wasm"))
                            .setFunctionName("drop_debug")
                            .build();
            WasmFilters.FilteredStream<String, String> filtered =
                    WasmFilters.apply(records, filter);
            return switch (form) {
                case CHAINED -> filtered.emitted();
                case OWN_CHAIN -> filtered.emitted().startNewChain();
                case CONTROL_STREAM ->
                        filtered.withControlStream(noCommands(environment)).emitted();
            };
        }

        private static DataStream<ModuleCommand> noCommands(
                StreamExecutionEnvironment environment) {
            DataStream<String> lines =
                    environment
                            .fromSource(
                                    new SilentSource(),
                                    WatermarkStrategy.noWatermarks(),
                                    "no commands")
                            .setParallelism(1)
                            .map(String::valueOf)
                            .returns(Types.STRING)
                            .setParallelism(1);
            return ModuleUpgrades.commands(lines);
        }
    }

    /** When the job's tasks began and ended; all of them run in this JVM. */
    static final class Watch {
        static final String[] RECORDS = records();
        static final AtomicLong EMITTED = new AtomicLong();

        private static final AtomicLong LEFT = new AtomicLong();
        private static final AtomicLong START_NANOS = new AtomicLong();
        private static final AtomicLong START_CPU = new AtomicLong();
        private static final AtomicLong END_NANOS = new AtomicLong();
        private static final AtomicLong END_CPU = new AtomicLong();
        private static volatile CompletableFuture<Void> dataEnded = new CompletableFuture<>();

        private Watch() {}

        private static String[] records() {
            byte[][] json = Records.json(1_000);
            String[] records = new String[json.length];
            for (int i = 0; i < json.length; i++) {
                records[i] = new String(json[i], StandardCharsets.UTF_8);
            }
            return records;
        }

        /** What the filter has to emit of so many events. */
        static long expected(int events) {
            long expected = 0;
            for (int i = 0; i < events; i++) {
                expected += RECORDS[i % RECORDS.length].contains("\"level\":\"debug\"") ? 0 : 1;
            }
            return expected;
        }

        static void begin(int events) {
            EMITTED.set(0);
            LEFT.set(events);
            START_NANOS.set(0);
            dataEnded = new CompletableFuture<>();
        }

        static void sourceStarts() {
            if (START_NANOS.compareAndSet(0, System.nanoTime())) {
                START_CPU.set(cpu());
            }
        }

        /** A source task is not over before its consumer is, so its end would be too late. */
        static void recordMade() {
            if (LEFT.decrementAndGet() == 0) {
                dataEnded.complete(null);
            }
        }

        static CompletableFuture<Void> dataEnded() {
            return dataEnded;
        }

        /** The last one counts. */
        static void filterEnds(long emitted) {
            EMITTED.addAndGet(emitted);
            END_NANOS.set(System.nanoTime());
            END_CPU.set(cpu());
        }

        static Cost cost(int events) {
            return new Cost(
                    (END_CPU.get() - START_CPU.get()) / 1e3 / events,
                    events * 1e9 / (END_NANOS.get() - START_NANOS.get()));
        }

        private static long cpu() {
            return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }
    }

    private static final class ToRecord extends RichMapFunction<Long, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void open(OpenContext context) {
            Watch.sourceStarts();
        }

        @Override
        public String map(Long number) {
            Watch.recordMade();
            return Watch.RECORDS[(int) (number % Watch.RECORDS.length)];
        }
    }

    private static final class Counting extends RichFilterFunction<String> {
        private static final long serialVersionUID = 1L;

        private transient long emitted;

        @Override
        public boolean filter(String event) {
            emitted++;
            return false;
        }

        @Override
        public void close() {
            Watch.filterEnds(emitted);
        }
    }
}
