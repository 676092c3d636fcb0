package io.github.flinkwasm.e2e.job;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The same source and sink without a filter, and without a class of the library: what Flink itself
 * keeps of a job that ended shows with this one.
 */
public final class NoFilterJob {

    private NoFilterJob() {}

    /**
     * Runs the job.
     *
     * @param args how many records, or "unbounded"
     */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment();
        CountedSink.count(NumberedRecords.stream(environment, args[0]), "unfiltered");
        environment.execute("No filter");
    }
}
