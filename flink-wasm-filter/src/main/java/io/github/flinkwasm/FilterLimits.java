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
 *   <tr><td>{@link #maxGuestOutput}</td><td>64 KiB</td><td>0 to 16 MiB</td></tr>
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

    /** The limits that hold where nothing else is said. */
    public static final FilterLimits DEFAULT =
            new FilterLimits(
                    MemorySize.ofMebiBytes(128),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    MemorySize.ofMebiBytes(16),
                    MemorySize.ofMebiBytes(64),
                    1_000_000,
                    512,
                    new MemorySize(64 * 1024));

    private final MemorySize memory;
    private final Duration callTimeout;
    private final Duration startupTimeout;
    private final MemorySize maxOutput;
    private final MemorySize maxModuleSize;
    private final int maxTableElements;
    private final int maxNestingDepth;
    private final MemorySize maxGuestOutput;

    private FilterLimits(
            MemorySize memory,
            Duration callTimeout,
            Duration startupTimeout,
            MemorySize maxOutput,
            MemorySize maxModuleSize,
            int maxTableElements,
            int maxNestingDepth,
            MemorySize maxGuestOutput) {
        this.memory = checkSize("memory", memory, ONE_PAGE, LARGEST);
        this.callTimeout = checkTimeout("callTimeout", callTimeout);
        this.startupTimeout = checkTimeout("startupTimeout", startupTimeout);
        this.maxOutput = checkSize("maxOutput", maxOutput, EMPTY_OBJECT, LARGEST);
        this.maxModuleSize = checkSize("maxModuleSize", maxModuleSize, MODULE_HEADER, LARGEST);
        this.maxTableElements = checkCount("maxTableElements", maxTableElements, 0, LARGEST_TABLE);
        this.maxNestingDepth = checkCount("maxNestingDepth", maxNestingDepth, 1, DEEPEST);
        this.maxGuestOutput =
                checkSize("maxGuestOutput", maxGuestOutput, MemorySize.ZERO, LARGEST_GUEST_OUTPUT);
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

    /** How much a guest may print within one call; what goes beyond is discarded. */
    public MemorySize maxGuestOutput() {
        return maxGuestOutput;
    }

    /** These limits with another {@link #memory}. */
    public FilterLimits withMemory(MemorySize memory) {
        return new FilterLimits(
                memory,
                callTimeout,
                startupTimeout,
                maxOutput,
                maxModuleSize,
                maxTableElements,
                maxNestingDepth,
                maxGuestOutput);
    }

    /** These limits with another {@link #callTimeout}. */
    public FilterLimits withCallTimeout(Duration callTimeout) {
        return new FilterLimits(
                memory,
                callTimeout,
                startupTimeout,
                maxOutput,
                maxModuleSize,
                maxTableElements,
                maxNestingDepth,
                maxGuestOutput);
    }

    /** These limits with another {@link #startupTimeout}. */
    public FilterLimits withStartupTimeout(Duration startupTimeout) {
        return new FilterLimits(
                memory,
                callTimeout,
                startupTimeout,
                maxOutput,
                maxModuleSize,
                maxTableElements,
                maxNestingDepth,
                maxGuestOutput);
    }

    /** These limits with another {@link #maxOutput}. */
    public FilterLimits withMaxOutput(MemorySize maxOutput) {
        return new FilterLimits(
                memory,
                callTimeout,
                startupTimeout,
                maxOutput,
                maxModuleSize,
                maxTableElements,
                maxNestingDepth,
                maxGuestOutput);
    }

    /** These limits with another {@link #maxModuleSize}. */
    public FilterLimits withMaxModuleSize(MemorySize maxModuleSize) {
        return new FilterLimits(
                memory,
                callTimeout,
                startupTimeout,
                maxOutput,
                maxModuleSize,
                maxTableElements,
                maxNestingDepth,
                maxGuestOutput);
    }

    /** These limits with another {@link #maxTableElements}. */
    public FilterLimits withMaxTableElements(int maxTableElements) {
        return new FilterLimits(
                memory,
                callTimeout,
                startupTimeout,
                maxOutput,
                maxModuleSize,
                maxTableElements,
                maxNestingDepth,
                maxGuestOutput);
    }

    /** These limits with another {@link #maxNestingDepth}. */
    public FilterLimits withMaxNestingDepth(int maxNestingDepth) {
        return new FilterLimits(
                memory,
                callTimeout,
                startupTimeout,
                maxOutput,
                maxModuleSize,
                maxTableElements,
                maxNestingDepth,
                maxGuestOutput);
    }

    /** These limits with another {@link #maxGuestOutput}. */
    public FilterLimits withMaxGuestOutput(MemorySize maxGuestOutput) {
        return new FilterLimits(
                memory,
                callTimeout,
                startupTimeout,
                maxOutput,
                maxModuleSize,
                maxTableElements,
                maxNestingDepth,
                maxGuestOutput);
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
                && maxGuestOutput.equals(that.maxGuestOutput);
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
                maxGuestOutput);
    }

    @Override
    public String toString() {
        return ("FilterLimits{memory=%s, callTimeout=%s, startupTimeout=%s, maxOutput=%s,"
                        + " maxModuleSize=%s, maxTableElements=%d, maxNestingDepth=%d,"
                        + " maxGuestOutput=%s}")
                .formatted(
                        memory,
                        callTimeout,
                        startupTimeout,
                        maxOutput,
                        maxModuleSize,
                        maxTableElements,
                        maxNestingDepth,
                        maxGuestOutput);
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
}
