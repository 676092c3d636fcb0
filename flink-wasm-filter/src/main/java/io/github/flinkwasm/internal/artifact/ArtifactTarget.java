package io.github.flinkwasm.internal.artifact;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a module can be compiled for. Named for the architecture of the cluster, as Fluent Bit's
 * {@code flb-wamrc} has it.
 */
public enum ArtifactTarget {
    /** Bytecode: one artifact for every architecture and every JVM from 17 up. */
    JVM("jvm", "", true, "bytecode for every architecture and every JVM from 17 up"),

    /** Machine code for 64-bit x86; its name and key are kept free. */
    X86_64("x86_64", "amd64", false, "machine code; no compiler yet, jvm runs there"),

    /** Machine code for 64-bit Arm; its name and key are kept free. */
    AARCH64("aarch64", "aarch64", false, "machine code; no compiler yet, jvm runs there");

    private final String label;

    /** As in the JVM's property {@code os.arch}; empty for all. */
    private final String architecture;

    private final boolean built;
    private final String description;

    ArtifactTarget(String label, String architecture, boolean built, String description) {
        this.label = label;
        this.architecture = architecture;
        this.built = built;
        this.description = description;
    }

    /** The name in keys, files and on the command line. */
    public String label() {
        return label;
    }

    /** For a list of all targets. */
    public String description() {
        return description;
    }

    /** Whether this library compiles for it. */
    public boolean isBuilt() {
        return built;
    }

    /** The target of that name, in any case. */
    public static Optional<ArtifactTarget> of(String label) {
        return Arrays.stream(values())
                .filter(target -> target.label.equals(label.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /**
     * The targets whose artifacts a machine can run, the fastest first: those for its own
     * architecture, then those for all.
     *
     * @param architecture as the JVM's property {@code os.arch} has it there
     */
    public static List<ArtifactTarget> runnableOn(String architecture) {
        String wanted = normalized(architecture);
        return Arrays.stream(values())
                .filter(
                        target ->
                                target.architecture.isEmpty() || target.architecture.equals(wanted))
                .sorted((one, other) -> Boolean.compare(one.isForAll(), other.isForAll()))
                .toList();
    }

    private boolean isForAll() {
        return architecture.isEmpty();
    }

    private static String normalized(String architecture) {
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "x86_64", "x64", "amd64" -> "amd64";
            case "arm64", "aarch64" -> "aarch64";
            default -> architecture.toLowerCase(Locale.ROOT);
        };
    }
}
