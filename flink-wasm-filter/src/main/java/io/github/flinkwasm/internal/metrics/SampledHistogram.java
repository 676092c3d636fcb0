package io.github.flinkwasm.internal.metrics;

import java.util.Arrays;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/**
 * The last {@value #CAPACITY} values that were put in. Written by one thread without locks; a
 * reporter that reads meanwhile may see the newest values or not, which does not matter to a
 * statistic.
 */
final class SampledHistogram implements Histogram {
    static final int CAPACITY = 512;

    private final long[] values = new long[CAPACITY];
    private volatile long count;

    @Override
    public void update(long value) {
        long n = count;
        values[(int) (n % CAPACITY)] = value;
        count = n + 1;
    }

    @Override
    public long getCount() {
        return count;
    }

    @Override
    public HistogramStatistics getStatistics() {
        long[] sorted = Arrays.copyOf(values, (int) Math.min(count, CAPACITY));
        Arrays.sort(sorted);
        return new Statistics(sorted);
    }

    private static final class Statistics extends HistogramStatistics {
        private final long[] sorted;

        Statistics(long[] sorted) {
            this.sorted = sorted;
        }

        @Override
        public double getQuantile(double quantile) {
            if (sorted.length == 0) {
                return 0;
            }
            int index = (int) Math.ceil(quantile * sorted.length) - 1;
            return sorted[Math.max(0, Math.min(sorted.length - 1, index))];
        }

        @Override
        public long[] getValues() {
            return sorted.clone();
        }

        @Override
        public int size() {
            return sorted.length;
        }

        @Override
        public double getMean() {
            return Arrays.stream(sorted).average().orElse(0);
        }

        @Override
        public double getStdDev() {
            double mean = getMean();
            return Math.sqrt(
                    Arrays.stream(sorted)
                            .mapToDouble(value -> (value - mean) * (value - mean))
                            .average()
                            .orElse(0));
        }

        @Override
        public long getMax() {
            return sorted.length == 0 ? 0 : sorted[sorted.length - 1];
        }

        @Override
        public long getMin() {
            return sorted.length == 0 ? 0 : sorted[0];
        }
    }
}
