package io.github.flinkwasm.cli;

import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.LogEvent;
import java.util.Optional;

/** Emitted records, one a line; failures as {@link FailureHandling} has it. */
final class RecordReport implements Report {
    /** So many failures are described where only their number was asked for. */
    private static final int DESCRIBED_FAILURES = 10;

    private final LineOutput output;
    private final Messages messages;
    private final Tally tally;
    private final FailureHandling handling;
    private final RecordText records;
    private int described;

    RecordReport(
            LineOutput output,
            Messages messages,
            Tally tally,
            FailureHandling handling,
            RecordText records) {
        this.output = output;
        this.messages = messages;
        this.tally = tally;
        this.handling = handling;
        this.records = records;
    }

    @Override
    public void emitted(LogEvent event) {
        output.line(records.emitted(event.record()));
        tally.countEmitted();
    }

    @Override
    public void dropped() {
        tally.countDropped();
    }

    @Override
    public boolean failed(FailedLine line) {
        tally.countFailed(line.reason());
        // What came before this line is seen before what is said of it.
        output.flush();
        switch (handling) {
            case FAIL -> {
                messages.problem(
                        describe(line)
                                + ". What to do: "
                                + line.advice()
                                + ". To go on over such lines, choose --on-failure side-output,"
                                + " pass-through or drop");
                return false;
            }
            case SIDE_OUTPUT -> messages.data(records.failure(line));
            case PASS_THROUGH -> passThrough(line);
            case DROP -> describeFirst(line);
        }
        return true;
    }

    private void passThrough(FailedLine line) {
        Optional<byte[]> original = records.original(line);
        if (original.isPresent()) {
            output.line(original.get());
            describeFirst(line);
        } else {
            // It cannot stand among records, and must not be lost.
            messages.data(records.failure(line));
        }
    }

    private void describeFirst(FailedLine line) {
        if (described < DESCRIBED_FAILURES) {
            messages.problem(describe(line));
        } else if (described == DESCRIBED_FAILURES) {
            messages.problem("further failures are counted, but not described");
        }
        described = Math.min(described + 1, DESCRIBED_FAILURES + 1);
    }

    private static String describe(FailedLine line) {
        return line.place() + ": " + line.reason() + ": " + line.detail();
    }
}
