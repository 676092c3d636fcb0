package io.github.flinkwasm;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/**
 * What one instance of a filter may use. Immutable: each {@code with} method returns a copy in
 * which one limit differs, and throws {@link InvalidConfigurationException} when the value is out
 * of its range.
 *
 * <table>
 *   <caption>Limits, defaults and ranges</caption>
 *   <tr><th>Limit</th><th>Default</th><th>Range</th></tr>
 *   <tr><td>{@link #memory}</td><td>128 MiB</td><td>64 KiB to 1,792 MiB</td></tr>
 *   <tr><td>{@link #callTimeout}</td><td>5 s</td><td>above 0, at most 365 days</td></tr>
 *   <tr><td>{@link #startupTimeout}</td><td>30 s</td><td>above 0, at most 365 days</td></tr>
 *   <tr><td>{@link #maxOutput}</td><td>16 MiB</td><td>2 bytes to 1,792 MiB</td></tr>
 *   <tr><td>{@link #maxModuleSize}</td><td>64 MiB</td><td>8 bytes to 1,792 MiB</td></tr>
 *   <tr><td>{@link #maxTableElements}</td><td>1,000,000</td><td>0 to 10,000,000</td></tr>
 *   <tr><td>{@link #maxNestingDepth}</td><td>512</td><td>1 to 10,000</td></tr>
 *   <tr><td>{@link #maxNumberLength}</td><td>1,000</td><td>1 to 1,000,000</td></tr>
 *   <tr><td>{@link #maxGuestOutput}</td><td>64 KiB</td><td>0 to 16 MiB</td></tr>
 *   <tr><td>{@link #maxGuestOutputPerSecond}</td><td>64 KiB</td><td>0 to 1 GiB</td></tr>
 * </table>
 */
@PublicEvolving
public final class FilterLimits implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final MemorySize LARGEST = MemorySize.ofMebiBytes(1792);
    private static final MemorySize ONE_PAGE = new MemorySize(64 * 1024);
    private static final MemorySize EMPTY_OBJECT = new MemorySize("{}".length());
    private static final MemorySize MODULE_HEADER = new MemorySize(8);
    private static final MemorySize LARGEST_GUEST_OUTPUT = MemorySize.ofMebiBytes(16);
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int LARGEST_TABLE = 10_000_000;
    private static final int DEEPEST = 10_000;
    private static final int LONGEST_NUMBER = 1_000_000;
    private static final MemorySize LARGEST_OUTPUT_RATE = MemorySize.ofMebiBytes(1024);

    /** The limits that hold where nothing else is said. */
    public static final FilterLimits DEFAULT = new FilterLimits(new Draft());

    private final MemorySize memory;
    private final Duration callTimeout;
    private final Duration startupTimeout;
    private final MemorySize maxOutput;
    private final MemorySize maxModuleSize;
    private final int maxTableElements;
    private final int maxNestingDepth;
    private final int maxNumberLength;
    private final MemorySize maxGuestOutput;
    private final MemorySize maxGuestOutputPerSecond;

    private FilterLimits(Draft draft) {
        this.memory = checkSize("memory", draft.memory, ONE_PAGE, LARGEST);
        this.callTimeout = checkTimeout("callTimeout", draft.callTimeout);
        this.startupTimeout = checkTimeout("startupTimeout", draft.startupTimeout);
        this.maxOutput = checkSize("maxOutput", draft.maxOutput, EMPTY_OBJECT, LARGEST);
        this.maxModuleSize =
                checkSize("maxModuleSize", draft.maxModuleSize, MODULE_HEADER, LARGEST);
        this.maxTableElements =
                checkCount("maxTableElements", draft.maxTableElements, 0, LARGEST_TABLE);
        this.maxNestingDepth = checkCount("maxNestingDepth", draft.maxNestingDepth, 1, DEEPEST);
        this.maxNumberLength =
                checkCount("maxNumberLength", draft.maxNumberLength, 1, LONGEST_NUMBER);
        this.maxGuestOutput =
                checkSize(
                        "maxGuestOutput",
                        draft.maxGuestOutput,
                        MemorySize.ZERO,
                        LARGEST_GUEST_OUTPUT);
        this.maxGuestOutputPerSecond =
                checkSize(
                        "maxGuestOutputPerSecond",
                        draft.maxGuestOutputPerSecond,
                        MemorySize.ZERO,
                        LARGEST_OUTPUT_RATE);
    }

    /**
     * How much linear memory a guest may own, its start included. Counted in whole pages of 64 KiB;
     * what is left over is not given out. Every instance may use this much of the TaskManager's
     * heap.
     */
    public MemorySize memory() {
        return memory;
    }

    /** How long one call may take before its event fails with {@link FailureReason#TIMEOUT}. */
    public Duration callTimeout() {
        return callTimeout;
    }

    /** How long the guest's start code may take before the module is refused. */
    public Duration startupTimeout() {
        return startupTimeout;
    }

    /** How long a record that the guest returns may be. */
    public MemorySize maxOutput() {
        return maxOutput;
    }

    /** How large a module's file may be. Checked while it is read. */
    public MemorySize maxModuleSize() {
        return maxModuleSize;
    }

    /** How many elements the guest's tables may have together. */
    public int maxTableElements() {
        return maxTableElements;
    }

    /**
     * How deeply objects and arrays of a record may be nested, on the way in and on the way out.
     */
    public int maxNestingDepth() {
        return maxNestingDepth;
    }

    /**
     * How many characters one number of a returned JSON record may have, sign, point and exponent
     * included. Whoever reads the record later may need more than linear time for a long number.
     */
    public int maxNumberLength() {
        return maxNumberLength;
    }

    /** How much a guest may print within one call; what goes beyond is discarded. */
    public MemorySize maxGuestOutput() {
        return maxGuestOutput;
    }

    /**
     * How much of what a guest prints is logged in one second; lines beyond are left out, and how
     * many is said once the second is over. A line counts with its text and another 64 bytes, for
     * what a log puts around it. With 0 nothing is logged.
     */
    public MemorySize maxGuestOutputPerSecond() {
        return maxGuestOutputPerSecond;
    }

    /** These limits with another {@link #memory}. */
    public FilterLimits withMemory(MemorySize memory) {
        Draft draft = new Draft(this);
        draft.memory = memory;
        return new FilterLimits(draft);
    }

    /** These limits with another {@link #callTimeout}. */
    public FilterLimits withCallTimeout(Duration callTimeout) {
        Draft draft = new Draft(this);
        draft.callTimeout = callTimeout;
        return new FilterLimits(draft);
    }

    /** These limits with another {@link #startupTimeout}. */
    public FilterLimits withStartupTimeout(Duration startupTimeout) {
        Draft draft = new Draft(this);
        draft.startupTimeout = startupTimeout;
        return new FilterLimits(draft);
    }

    /** These limits with another {@link #maxOutput}. */
    public FilterLimits withMaxOutput(MemorySize maxOutput) {
        Draft draft = new Draft(this);
        draft.maxOutput = maxOutput;
        return new FilterLimits(draft);
    }

    /** These limits with another {@link #maxModuleSize}. */
    public FilterLimits withMaxModuleSize(MemorySize maxModuleSize) {
        Draft draft = new Draft(this);
        draft.maxModuleSize = maxModuleSize;
        return new FilterLimits(draft);
    }

    /** These limits with another {@link #maxTableElements}. */
    public FilterLimits withMaxTableElements(int maxTableElements) {
        Draft draft = new Draft(this);
        draft.maxTableElements = maxTableElements;
        return new FilterLimits(draft);
    }

    /** These limits with another {@link #maxNestingDepth}. */
    public FilterLimits withMaxNestingDepth(int maxNestingDepth) {
        Draft draft = new Draft(this);
        draft.maxNestingDepth = maxNestingDepth;
        return new FilterLimits(draft);
    }

    /** These limits with another {@link #maxNumberLength}. */
    public FilterLimits withMaxNumberLength(int maxNumberLength) {
        Draft draft = new Draft(this);
        draft.maxNumberLength = maxNumberLength;
        return new FilterLimits(draft);
    }

    /** These limits with another {@link #maxGuestOutput}. */
    public FilterLimits withMaxGuestOutput(MemorySize maxGuestOutput) {
        Draft draft = new Draft(this);
        draft.maxGuestOutput = maxGuestOutput;
        return new FilterLimits(draft);
    }

    /** These limits with another {@link #maxGuestOutputPerSecond}. */
    public FilterLimits withMaxGuestOutputPerSecond(MemorySize maxGuestOutputPerSecond) {
        Draft draft = new Draft(this);
        draft.maxGuestOutputPerSecond = maxGuestOutputPerSecond;
        return new FilterLimits(draft);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FilterLimits that
                && memory.equals(that.memory)
                && callTimeout.equals(that.callTimeout)
                && startupTimeout.equals(that.startupTimeout)
                && maxOutput.equals(that.maxOutput)
                && maxModuleSize.equals(that.maxModuleSize)
                && maxTableElements == that.maxTableElements
                && maxNestingDepth == that.maxNestingDepth
                && maxNumberLength == that.maxNumberLength
                && maxGuestOutput.equals(that.maxGuestOutput)
                && maxGuestOutputPerSecond.equals(that.maxGuestOutputPerSecond);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                memory,
                callTimeout,
                startupTimeout,
                maxOutput,
                maxModuleSize,
                maxTableElements,
                maxNestingDepth,
                maxNumberLength,
                maxGuestOutput,
                maxGuestOutputPerSecond);
    }

    @Override
    public String toString() {
        return ("FilterLimits{memory=%s, callTimeout=%s, startupTimeout=%s, maxOutput=%s,"
                        + " maxModuleSize=%s, maxTableElements=%d, maxNestingDepth=%d,"
                        + " maxNumberLength=%d, maxGuestOutput=%s, maxGuestOutputPerSecond=%s}")
                .formatted(
                        memory,
                        callTimeout,
                        startupTimeout,
                        maxOutput,
                        maxModuleSize,
                        maxTableElements,
                        maxNestingDepth,
                        maxNumberLength,
                        maxGuestOutput,
                        maxGuestOutputPerSecond);
    }

    private static MemorySize checkSize(
            String limit, MemorySize size, MemorySize smallest, MemorySize largest) {
        Objects.requireNonNull(size, limit);
        if (size.compareTo(smallest) < 0 || size.compareTo(largest) > 0) {
            throw outOfRange(limit, size.toString(), smallest.toString(), largest.toString());
        }
        return size;
    }

    private static Duration checkTimeout(String limit, Duration timeout) {
        Objects.requireNonNull(timeout, limit);
        if (timeout.compareTo(Duration.ZERO) <= 0 || timeout.compareTo(LONGEST) > 0) {
            throw outOfRange(limit, timeout.toString(), "1 ns", "365 days");
        }
        return timeout;
    }

    private static int checkCount(String limit, int count, int smallest, int largest) {
        if (count < smallest || count > largest) {
            throw outOfRange(
                    limit,
                    String.valueOf(count),
                    String.valueOf(smallest),
                    String.valueOf(largest));
        }
        return count;
    }

    private static InvalidConfigurationException outOfRange(
            String limit, String found, String smallest, String largest) {
        return new InvalidConfigurationException(
                "FilterLimits: %s is %s, but must be from %s to %s. Choose a value in that range."
                        .formatted(limit, found, smallest, largest));
    }

    /** Values on their way into limits, where they are checked; begins with the defaults. */
    private static final class Draft {
        private MemorySize memory = MemorySize.ofMebiBytes(128);
        private Duration callTimeout = Duration.ofSeconds(5);
        private Duration startupTimeout = Duration.ofSeconds(30);
        private MemorySize maxOutput = MemorySize.ofMebiBytes(16);
        private MemorySize maxModuleSize = MemorySize.ofMebiBytes(64);
        private int maxTableElements = 1_000_000;
        private int maxNestingDepth = 512;
        private int maxNumberLength = 1_000;
        private MemorySize maxGuestOutput = new MemorySize(64 * 1024);
        private MemorySize maxGuestOutputPerSecond = new MemorySize(64 * 1024);

        private Draft() {}

        private Draft(FilterLimits limits) {
            memory = limits.memory;
            callTimeout = limits.callTimeout;
            startupTimeout = limits.startupTimeout;
            maxOutput = limits.maxOutput;
            maxModuleSize = limits.maxModuleSize;
            maxTableElements = limits.maxTableElements;
            maxNestingDepth = limits.maxNestingDepth;
            maxNumberLength = limits.maxNumberLength;
            maxGuestOutput = limits.maxGuestOutput;
            maxGuestOutputPerSecond = limits.maxGuestOutputPerSecond;
        }
    }
}
