package io.github.flinkwasm.datastream;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.LogEventSerializer;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** How upgrades are made. Immutable. */
final class UpgradeOptions implements Serializable {

    private static final long serialVersionUID = 1L;

    static final UpgradeOptions DEFAULT = new UpgradeOptions(Duration.ofMinutes(1), new byte[0]);

    private final Duration activationTimeout;

    /** Events, one after the other. */
    private final byte[] warmUp;

    private UpgradeOptions(Duration activationTimeout, byte[] warmUp) {
        this.activationTimeout = activationTimeout;
        this.warmUp = warmUp;
    }

    UpgradeOptions withActivationTimeout(Duration timeout) {
        return new UpgradeOptions(timeout, warmUp);
    }

    UpgradeOptions withWarmUp(List<LogEvent> events) {
        DataOutputSerializer bytes = new DataOutputSerializer(256);
        try {
            for (LogEvent event : events) {
                LogEventSerializer.INSTANCE.serialize(event, bytes);
            }
        } catch (IOException impossible) {
            // Memory takes everything.
            throw new UncheckedIOException(impossible);
        }
        return new UpgradeOptions(activationTimeout, bytes.getCopyOfBuffer());
    }

    /** How long a barrier is held up for a module that is not ready. */
    Duration activationTimeout() {
        return activationTimeout;
    }

    /** Events to run through a staged module; none to do without. */
    List<LogEvent> warmUp() {
        DataInputDeserializer bytes = new DataInputDeserializer(warmUp);
        List<LogEvent> events = new ArrayList<>();
        try {
            while (bytes.available() > 0) {
                events.add(LogEventSerializer.INSTANCE.deserialize(bytes));
            }
        } catch (IOException impossible) {
            // They were written by the method above, for this job.
            throw new UncheckedIOException(impossible);
        }
        return events;
    }
}
