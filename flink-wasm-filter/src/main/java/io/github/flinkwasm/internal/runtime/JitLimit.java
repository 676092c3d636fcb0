package io.github.flinkwasm.internal.runtime;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Whether this JVM leaves methods of more than 8,000 bytes of bytecode to its interpreter for good.
 * HotSpot does, unless it was started with {@code -XX:-DontCompileHugeMethods}.
 */
public final class JitLimit {
    /** The option that lifts the limit; only at the start of a JVM. */
    public static final String LIFTED_BY = "-XX:-DontCompileHugeMethods";

    private JitLimit() {}

    /** Whether the limit holds in this JVM; true where it cannot be found out. */
    public static boolean holdsHere() {
        try {
            HotSpotDiagnosticMXBean hotSpot =
                    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return hotSpot == null
                    || Boolean.parseBoolean(
                            hotSpot.getVMOption("DontCompileHugeMethods").getValue());
        } catch (IllegalArgumentException notHotSpot) {
            return true;
        }
    }
}
