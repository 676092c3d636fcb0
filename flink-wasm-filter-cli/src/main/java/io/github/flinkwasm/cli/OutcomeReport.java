package io.github.flinkwasm.cli;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.codec.JsonOutcomes;

/** One line of JSON per event, whatever became of it. No failure ends the run. */
final class OutcomeReport implements Report {
    private final LineOutput output;
    private final Tally tally;
    private final EventFormat format;

    OutcomeReport(LineOutput output, Tally tally, EventFormat format) {
        this.output = output;
        this.tally = tally;
        this.format = format;
    }

    @Override
    public void emitted(LogEvent event) {
        output.line(
                switch (format) {
                    case JSON -> JsonOutcomes.emittedText(event.record());
                    case MSGPACK -> JsonOutcomes.emittedHex(event.record());
                });
        tally.countEmitted();
    }

    @Override
    public void dropped() {
        output.line(JsonOutcomes.dropped());
        tally.countDropped();
    }

    @Override
    public boolean failed(FailedLine line) {
        output.line(JsonOutcomes.failed(line.reason(), line.detail()));
        tally.countFailed(line.reason());
        return true;
    }
}
