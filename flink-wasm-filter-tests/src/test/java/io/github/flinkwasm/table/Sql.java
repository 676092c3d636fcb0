package io.github.flinkwasm.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;

/** A SQL session, with the guests of these tests at hand. */
final class Sql {

    /** Does what the record's member {@code do} says, and tells what it was given. */
    static final String WAYS_OUT = "classpath:guests/ways-out/ways_out.wasm";

    /** Returns every record as it is; its function is {@code f}. */
    static final String IDENTITY = "classpath:guests/wat/identity.wasm";

    private final TableEnvironment session;

    private Sql(TableEnvironment session) {
        this.session = session;
    }

    /** Rows come in order. */
    static Sql session(RuntimeExecutionMode mode) {
        EnvironmentSettings settings =
                mode == RuntimeExecutionMode.BATCH
                        ? EnvironmentSettings.inBatchMode()
                        : EnvironmentSettings.inStreamingMode();
        TableEnvironment session = TableEnvironment.create(settings);
        session.getConfig().set("parallelism.default", "1");
        session.getConfig().set("pipeline.generic-types", "false");
        session.getConfig().set("restart-strategy.type", "none");
        return new Sql(session);
    }

    static MiniClusterExtension cluster(InMemoryReporter reporter) {
        return new MiniClusterExtension(
                new MiniClusterResourceConfiguration.Builder()
                        .setNumberTaskManagers(1)
                        .setNumberSlotsPerTaskManager(2)
                        .setConfiguration(reporter.addToConfiguration(new Configuration()))
                        .build());
    }

    TableEnvironment environment() {
        return session;
    }

    TableResult run(String statement) {
        return session.executeSql(statement);
    }

    /**
     * Loads the module.
     *
     * @param options pairs of a key and its value, the keys without {@code function.}
     */
    Sql loadModule(String... options) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < options.length; i += 2) {
            pairs.add("'function.%s' = %s".formatted(options[i], literal(options[i + 1])));
        }
        run("LOAD MODULE wasm WITH (" + String.join(", ", pairs) + ")");
        return this;
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Whatever a query gives, as Flink prints rows. */
    List<String> rows(String query) throws Exception {
        return result(query).rows();
    }

    /**
     * @param rows as Flink prints them
     */
    record Result(JobID job, List<String> rows) {}

    Result result(String query) throws Exception {
        TableResult result = run(query);
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<Row> all = result.collect()) {
            all.forEachRemaining(row -> rows.add(row.toString()));
        }
        return new Result(result.getJobClient().map(JobClient::getJobID).orElseThrow(), rows);
    }

    /** The last cause in a failure's stack trace: all that Flink's SQL client shows of it. */
    static String shown(Throwable failure) {
        String trace = ExceptionUtils.stringifyException(failure);
        int last = trace.lastIndexOf("Caused by: ");
        return trace.substring(Math.max(last, 0));
    }

    /** All messages of a failure and its causes, one a line. */
    static String messages(Throwable failure) {
        List<String> messages = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            messages.add(
                    ExceptionUtils.stringifyException(cause).lines().findFirst().orElse("")
                            + " "
                            + cause.getMessage());
            Arrays.stream(cause.getSuppressed()).forEach(more -> messages.add(more.getMessage()));
        }
        return String.join("\n", messages);
    }
}
