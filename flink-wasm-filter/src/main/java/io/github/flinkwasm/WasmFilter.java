package io.github.flinkwasm;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;

/**
 * What to run: a module, its function, and the conditions under which it runs. Immutable, validated
 * once in {@link Builder#build()}, and serializable as part of a job. Building one reads nothing:
 * the module is fetched and checked where it runs.
 *
 * <pre>{@code
 * WasmFilter filter =
 *         WasmFilter.builder()
 *                 .setModule(ModuleReference.of("s3://filters/redact.wasm"))
 *                 .setFunctionName("redact")
 *                 .build();
 * }</pre>
 */
@PublicEvolving
public final class WasmFilter implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Instant LATEST_CLOCK = Instant.parse("2262-01-01T00:00:00Z");

    private final ModuleReference module;
    private final String functionName;
    private final EventFormat eventFormat;
    private final @Nullable AbiVersion abiVersion;
    private final FilterLimits limits;
    private final FailureHandling failureHandling;
    private final ResetPolicy resetPolicy;
    private final boolean escapeUnicode;

    @SuppressWarnings("serial") // what the constructor puts there is serializable
    private final List<AccessiblePath> accessiblePaths;

    @SuppressWarnings("serial") // what the constructor puts there is serializable
    private final Map<String, String> environmentVariables;

    private final @Nullable Instant fixedClock;
    private final @Nullable Long randomSeed;
    private final ModulePersistence modulePersistence;
    private final ModuleArtifacts artifacts;

    private WasmFilter(Builder builder, ModuleReference module, String functionName) {
        this.module = module;
        this.functionName = functionName;
        this.eventFormat = builder.eventFormat;
        this.abiVersion = builder.abiVersion;
        this.limits = builder.limits;
        this.failureHandling = builder.failureHandling;
        this.resetPolicy = builder.resetPolicy;
        this.escapeUnicode = builder.escapeUnicode;
        // In the order in which options name them, so that options give the same filter again.
        this.accessiblePaths =
                builder.accessiblePaths.stream()
                        .sorted(Comparator.comparing(AccessiblePath::writable))
                        .toList();
        // Not Map.copyOf: a guest sees its variables in the order in which they were given.
        this.environmentVariables =
                Collections.unmodifiableMap(new LinkedHashMap<>(builder.environmentVariables));
        this.fixedClock = builder.fixedClock;
        this.randomSeed = builder.randomSeed;
        this.modulePersistence = builder.modulePersistence;
        this.artifacts = builder.artifacts;
    }

    /** A builder in which only module and function are missing. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with everything as it is here. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.module = module;
        builder.functionName = functionName;
        builder.eventFormat = eventFormat;
        builder.abiVersion = abiVersion;
        builder.limits = limits;
        builder.failureHandling = failureHandling;
        builder.resetPolicy = resetPolicy;
        builder.escapeUnicode = escapeUnicode;
        builder.accessiblePaths = accessiblePaths;
        builder.environmentVariables = environmentVariables;
        builder.fixedClock = fixedClock;
        builder.randomSeed = randomSeed;
        builder.modulePersistence = modulePersistence;
        builder.artifacts = artifacts;
        return builder;
    }

    public ModuleReference module() {
        return module;
    }

    /** The function that the module exports and that is called for every event. */
    public String functionName() {
        return functionName;
    }

    public EventFormat eventFormat() {
        return eventFormat;
    }

    /** The calling convention that was asked for; empty when the function's signature decides. */
    public Optional<AbiVersion> abiVersion() {
        return Optional.ofNullable(abiVersion);
    }

    public FilterLimits limits() {
        return limits;
    }

    public FailureHandling failureHandling() {
        return failureHandling;
    }

    public ResetPolicy resetPolicy() {
        return resetPolicy;
    }

    /** Whether non-ASCII text reaches a JSON guest as {@code \}{@code uXXXX}. */
    public boolean escapeUnicode() {
        return escapeUnicode;
    }

    /** The directories that the guest may read; unmodifiable. */
    public List<AccessiblePath> accessiblePaths() {
        return accessiblePaths;
    }

    /** The guest's environment variables, in order; unmodifiable. Their values may be secrets. */
    public Map<String, String> environmentVariables() {
        return environmentVariables;
    }

    /** The time at which the guest's clocks stand still; empty when they run. */
    public Optional<Instant> fixedClock() {
        return Optional.ofNullable(fixedClock);
    }

    /** What repeatable random numbers derive from; empty when they are unpredictable. */
    public OptionalLong randomSeed() {
        return randomSeed == null ? OptionalLong.empty() : OptionalLong.of(randomSeed);
    }

    /** How a job holds on to the module. */
    public ModulePersistence modulePersistence() {
        return modulePersistence;
    }

    /** Where compiled modules are, and which of them are trusted. */
    public ModuleArtifacts artifacts() {
        return artifacts;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WasmFilter that
                && module.equals(that.module)
                && functionName.equals(that.functionName)
                && eventFormat == that.eventFormat
                && abiVersion == that.abiVersion
                && limits.equals(that.limits)
                && failureHandling == that.failureHandling
                && resetPolicy == that.resetPolicy
                && escapeUnicode == that.escapeUnicode
                && accessiblePaths.equals(that.accessiblePaths)
                && environmentVariables.equals(that.environmentVariables)
                && Objects.equals(fixedClock, that.fixedClock)
                && Objects.equals(randomSeed, that.randomSeed)
                && modulePersistence.equals(that.modulePersistence)
                && artifacts.equals(that.artifacts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                module,
                functionName,
                eventFormat,
                abiVersion,
                limits,
                failureHandling,
                resetPolicy,
                escapeUnicode,
                accessiblePaths,
                environmentVariables,
                fixedClock,
                randomSeed,
                modulePersistence,
                artifacts);
    }

    /** Everything but credentials: of the environment variables only the names. */
    @Override
    public String toString() {
        return ("WasmFilter{module=%s, functionName=%s, eventFormat=%s, abiVersion=%s, limits=%s,"
                    + " failureHandling=%s, resetPolicy=%s, escapeUnicode=%s, accessiblePaths=%s,"
                    + " environmentVariables=%s, fixedClock=%s, randomSeed=%s,"
                    + " modulePersistence=%s, artifacts=%s}")
                .formatted(
                        module,
                        Quoted.of(functionName),
                        eventFormat,
                        abiVersion == null ? "by signature" : abiVersion,
                        limits,
                        failureHandling,
                        resetPolicy,
                        escapeUnicode,
                        accessiblePaths,
                        environmentVariables.keySet(),
                        fixedClock == null ? "no" : fixedClock,
                        randomSeed == null ? "no" : randomSeed,
                        modulePersistence,
                        artifacts);
    }

    /** Collects the description of a {@link WasmFilter}. Not thread-safe. */
    @PublicEvolving
    public static final class Builder {

        private @Nullable ModuleReference module;
        private @Nullable String functionName;
        private EventFormat eventFormat = EventFormat.JSON;
        private @Nullable AbiVersion abiVersion;
        private FilterLimits limits = FilterLimits.DEFAULT;
        private FailureHandling failureHandling = FailureHandling.FAIL;
        private ResetPolicy resetPolicy = ResetPolicy.AUTO;
        private boolean escapeUnicode;
        private List<AccessiblePath> accessiblePaths = List.of();
        private Map<String, String> environmentVariables = Map.of();
        private @Nullable Instant fixedClock;
        private @Nullable Long randomSeed;
        private ModulePersistence modulePersistence = ModulePersistence.DEFAULT;
        private ModuleArtifacts artifacts = ModuleArtifacts.NONE;

        private Builder() {}

        /** The module to run. Required. */
        public Builder setModule(ModuleReference module) {
            this.module = Objects.requireNonNull(module, "module");
            return this;
        }

        /** The exported function to call for every event. Required. */
        public Builder setFunctionName(String functionName) {
            this.functionName = Objects.requireNonNull(functionName, "functionName");
            return this;
        }

        /** How records are written for the guest. JSON unless set. */
        public Builder setEventFormat(EventFormat eventFormat) {
            this.eventFormat = Objects.requireNonNull(eventFormat, "eventFormat");
            return this;
        }

        /**
         * Insists on a calling convention: the filter is refused when the function's signature says
         * something else. Unless set, the signature decides.
         */
        public Builder setAbiVersion(AbiVersion abiVersion) {
            this.abiVersion = Objects.requireNonNull(abiVersion, "abiVersion");
            return this;
        }

        /** What the guest may use. {@link FilterLimits#DEFAULT} unless set. */
        public Builder setLimits(FilterLimits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /** What becomes of events that fail. {@link FailureHandling#FAIL} unless set. */
        public Builder setFailureHandling(FailureHandling failureHandling) {
            this.failureHandling = Objects.requireNonNull(failureHandling, "failureHandling");
            return this;
        }

        /** When an instance forgets what it did. {@link ResetPolicy#AUTO} unless set. */
        public Builder setResetPolicy(ResetPolicy resetPolicy) {
            this.resetPolicy = Objects.requireNonNull(resetPolicy, "resetPolicy");
            return this;
        }

        /**
         * Whether a JSON guest sees non-ASCII text as {@code \}{@code uXXXX}, as it does in Fluent
         * Bit by default. Unless set, it sees UTF-8. Only for filters of {@link EventFormat#JSON}.
         */
        public Builder setEscapeUnicode(boolean escapeUnicode) {
            this.escapeUnicode = escapeUnicode;
            return this;
        }

        /**
         * Grants the guest these directories, and none that was granted before. It finds those for
         * reading before those for writing.
         */
        public Builder setAccessiblePaths(List<AccessiblePath> accessiblePaths) {
            this.accessiblePaths = List.copyOf(accessiblePaths);
            return this;
        }

        /** Grants the guest one more directory. */
        public Builder addAccessiblePath(AccessiblePath accessiblePath) {
            List<AccessiblePath> more = new ArrayList<>(accessiblePaths);
            more.add(Objects.requireNonNull(accessiblePath, "accessiblePath"));
            this.accessiblePaths = more;
            return this;
        }

        /** Gives the guest these environment variables, and none that was given before. */
        public Builder setEnvironmentVariables(Map<String, String> environmentVariables) {
            this.environmentVariables = new LinkedHashMap<>(environmentVariables);
            return this;
        }

        /** Gives the guest one more environment variable, or one of them another value. */
        public Builder putEnvironmentVariable(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(environmentVariables);
            more.put(name, value);
            this.environmentVariables = more;
            return this;
        }

        /**
         * Stops the guest's clocks: the time of day is always this one, and the monotonic clock
         * always 0. For runs that shall give the same results again. A guest that waits in a loop
         * for time to pass runs into its call timeout then. Unless set, clocks run.
         *
         * @param time from 1970 to 2262, which is what a guest can read
         */
        public Builder setFixedClock(Instant time) {
            this.fixedClock = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * Makes the guest's random numbers repeatable: those drawn while an event is filtered
         * depend on the seed, the event and the module alone, whatever the guest did before and
         * wherever it runs; those of its start code depend on the seed alone. For runs that shall
         * give the same results again. Unless set, random numbers are unpredictable.
         */
        public Builder setRandomSeed(long seed) {
            this.randomSeed = seed;
            return this;
        }

        /** How a job holds on to the module. {@link ModulePersistence#DEFAULT} unless set. */
        public Builder setModulePersistence(ModulePersistence modulePersistence) {
            this.modulePersistence = Objects.requireNonNull(modulePersistence, "modulePersistence");
            return this;
        }

        /**
         * Where to find the module compiled ahead of time. {@link ModuleArtifacts#NONE} unless set.
         */
        public Builder setArtifacts(ModuleArtifacts artifacts) {
            this.artifacts = Objects.requireNonNull(artifacts, "artifacts");
            return this;
        }

        /**
         * The filter as described so far.
         *
         * @throws InvalidConfigurationException when something is missing, out of its range, or at
         *     odds with something else
         */
        public WasmFilter build() {
            if (module == null) {
                throw new InvalidConfigurationException(
                        "The filter has no module. Name one with"
                                + " setModule(ModuleReference.of(uri)).");
            }
            if (functionName == null || functionName.isEmpty()) {
                throw new InvalidConfigurationException(
                        ("The filter of module %s has no function name. Name the function that the"
                             + " module exports with setFunctionName; \"wasm-filter check\" lists"
                             + " them.")
                                .formatted(module));
            }
            if (escapeUnicode && eventFormat != EventFormat.JSON) {
                throw new InvalidConfigurationException(
                        ("The filter of module %s has setEscapeUnicode(true) and event format %s,"
                             + " but only JSON text can be escaped. Leave out one of the two.")
                                .formatted(module, eventFormat));
            }
            checkFixedClock(module);
            checkAccessiblePaths(module);
            checkArtifacts(module);
            environmentVariables.forEach(Builder::checkEnvironmentVariable);
            return new WasmFilter(this, module, functionName);
        }

        private void checkFixedClock(ModuleReference module) {
            if (fixedClock != null
                    && (fixedClock.isBefore(Instant.EPOCH) || fixedClock.isAfter(LATEST_CLOCK))) {
                throw new InvalidConfigurationException(
                        ("The filter of module %s has a clock fixed at %s, but a guest reads"
                                        + " nanoseconds since 1970 as a 64 bit number. Choose a"
                                        + " time from %s to %s.")
                                .formatted(module, fixedClock, Instant.EPOCH, LATEST_CLOCK));
            }
        }

        private void checkArtifacts(ModuleReference module) {
            if (artifacts.isUsed()
                    && artifacts.store().isEmpty()
                    && module.uri().startsWith("classpath:")) {
                throw new InvalidConfigurationException(
                        ("The filter of module %s wants artifacts beside the module, but the class"
                             + " path is no place to write to. Give them a directory of their own"
                             + " with ModuleArtifacts.inStore.")
                                .formatted(module));
            }
        }

        private void checkAccessiblePaths(ModuleReference module) {
            Set<String> guestPaths = new HashSet<>();
            for (AccessiblePath path : accessiblePaths) {
                if (!guestPaths.add(path.guestPath())) {
                    throw new InvalidConfigurationException(
                            ("The filter of module %s has two accessible paths that the guest would"
                                            + " see as %s, but each needs a guest path of its own.")
                                    .formatted(module, Quoted.of(path.guestPath())));
                }
            }
        }

        private static void checkEnvironmentVariable(String name, String value) {
            Objects.requireNonNull(name, "environment variable's name");
            Objects.requireNonNull(value, () -> "value of environment variable " + name);
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                throw new InvalidConfigurationException(
                        ("An environment variable is called %s, but a name must have at least one"
                                        + " character, none of them \"=\" or NUL.")
                                .formatted(Quoted.of(name)));
            }
            if (value.indexOf('\0') >= 0) {
                throw new InvalidConfigurationException(
                        ("The value of environment variable %s holds a NUL, which ends a value for"
                                        + " the guest. Remove it, or encode the value.")
                                .formatted(Quoted.of(name)));
            }
        }
    }
}
