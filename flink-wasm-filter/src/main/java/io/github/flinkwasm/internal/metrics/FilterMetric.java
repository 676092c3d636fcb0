package io.github.flinkwasm.internal.metrics;

/**
 * The metrics of a filter: what each is called, and what it tells. Names, kinds and units are
 * public API; {@code docs/reference/metrics.md} is made from this list.
 */
enum FilterMetric {
    EVENTS_EMITTED(
            "eventsEmitted",
            Kind.COUNTER,
            "events",
            "Events for which the guest returned a record."),
    EVENTS_DROPPED("eventsDropped", Kind.COUNTER, "events", "Events that the guest asked to drop."),
    EVENTS_FAILED(
            "eventsFailed",
            Kind.COUNTER,
            "events",
            "Events that failed, whatever was done with them then."),
    EVENTS_FAILED_BY_REASON(
            "reason.<REASON>.eventsFailed",
            Kind.COUNTER,
            "events",
            "Those that failed for one reason. All reasons are there from the start."),
    CALL_NANOS(
            "callNanos",
            Kind.HISTOGRAM,
            "ns",
            "Time of one event through the filter, of every "
                    + FilterMetric.SAMPLING
                    + "th event; the last "
                    + SampledHistogram.CAPACITY
                    + " of these."),
    GUEST_MEMORY_BYTES(
            "guestMemoryBytes", Kind.GAUGE, "bytes", "Linear memory of the running instance."),
    RESETS(
            "resets",
            Kind.GAUGE,
            "resets",
            "How often the guest was put back to its state after start-up."),
    REPLACEMENTS(
            "replacements",
            Kind.GAUGE,
            "instances",
            "How many of the resets needed a new instance."),
    MODULE_LOAD_MILLIS("moduleLoadMillis", Kind.GAUGE, "ms", "Time to read and verify the module."),
    MODULE_COMPILE_MILLIS(
            "moduleCompileMillis",
            Kind.GAUGE,
            "ms",
            "Time to compile the module; 0 if it came from an artifact."),
    MODULE_FROM_ARTIFACT(
            "moduleFromArtifact",
            Kind.GAUGE,
            "modules",
            "1 if the module came compiled from an artifact, 0 if it was compiled here."),
    MODULE_GENERATION(
            "moduleGeneration",
            Kind.GAUGE,
            "modules",
            "1 for the first module of the job, one more with every change."),
    STAGED_MODULE(
            "stagedModule",
            Kind.GAUGE,
            "state",
            "Of an operator with a control stream: 0 if no module is staged, 1 while one is being"
                    + " made ready, 2 when it is ready, 3 if it was rejected."),
    MODULES_REJECTED(
            "modulesRejected",
            Kind.COUNTER,
            "modules",
            "Of an operator with a control stream: how often a staged module could not be made"
                    + " ready."),
    LAST_SWITCH_CHECKPOINT(
            "lastSwitchCheckpoint",
            Kind.GAUGE,
            "checkpoint id",
            "Of an operator with a control stream: the checkpoint after whose barrier the running"
                    + " module took over; 0 if it runs since the subtask started.");

    /** The group beneath the operator's in which all of them are. */
    static final String GROUP = "wasm";

    /** The key of the groups, one for each reason, in which failures are counted apart. */
    static final String REASON = "reason";

    /** The key of the group between {@link #GROUP} and the metrics of a SQL function. */
    static final String FUNCTION = "function";

    /** Every so many events the time of one is taken. */
    static final int SAMPLING = 64;

    /** What Flink calls the kind of a metric. */
    enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    private final String path;
    private final Kind kind;
    private final String unit;
    private final String meaning;

    FilterMetric(String path, Kind kind, String unit, String meaning) {
        this.path = path;
        this.kind = kind;
        this.unit = unit;
        this.meaning = meaning;
    }

    /** The name within {@link #GROUP}, with the groups between. */
    String path() {
        return path;
    }

    /** The name in the group that the metric is registered with. */
    String shortName() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    Kind kind() {
        return kind;
    }

    String unit() {
        return unit;
    }

    String meaning() {
        return meaning;
    }
}
