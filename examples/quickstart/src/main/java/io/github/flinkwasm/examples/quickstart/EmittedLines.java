package io.github.flinkwasm.examples.quickstart;

import io.github.flinkwasm.LogEvent;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.flink.api.common.serialization.Encoder;

/** Writes an emitted event: its record, as one line. */
final class EmittedLines implements Encoder<LogEvent> {

    private static final long serialVersionUID = 1L;

    private final Ledger ledger;

    EmittedLines(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void encode(LogEvent event, OutputStream out) throws IOException {
        out.write(OneLine.of(event.record()));
        ledger.emitted(Origin.of(event));
    }
}
