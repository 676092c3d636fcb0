package io.github.flinkwasm.examples.quickstart;

import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.examples.quickstart.NotAnEventException.Reason;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Makes events of lines. Lines that are none leave through {@link #REFUSED}. */
final class LineCheck extends ProcessFunction<ArchiveLine, LogEvent> {

    private static final long serialVersionUID = 1L;

    static final OutputTag<SetAside> REFUSED =
            new OutputTag<>("refused", TypeInformation.of(SetAside.class));

    private final Ledger ledger;
    private transient RecordCheck check;

    LineCheck(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void open(OpenContext openContext) {
        check = new RecordCheck();
    }

    @Override
    public void processElement(ArchiveLine line, Context context, Collector<LogEvent> out) {
        String tag = ledger.file(line.file()).file().tag();
        try {
            checkComplete(line);
            Instant time = check.check(line.bytes());
            out.collect(
                    LogEvent.of(tag, time.getEpochSecond(), time.getNano(), line.bytes())
                            .withMetadata(new Origin(line.file(), line.number()).toMetadata()));
        } catch (NotAnEventException e) {
            context.output(REFUSED, SetAside.refused(line, tag, e));
        }
    }

    private static void checkComplete(ArchiveLine line) throws NotAnEventException {
        switch (line.defect()) {
            case NONE -> {}
            case CUT_OFF ->
                    throw new NotAnEventException(
                            Reason.CUT_OFF,
                            line.bytes().length,
                            ("the file is damaged in the middle of this line: only its first %,d"
                                            + " bytes could be read")
                                    .formatted(line.length()));
            case TOO_LONG ->
                    throw new NotAnEventException(
                            Reason.TOO_LONG,
                            0,
                            ("the line has %,d bytes, but the limit is %,d; its first %,d bytes are"
                                            + " kept here, all of it is in the archive")
                                    .formatted(
                                            line.length(),
                                            LineReader.MAX_LENGTH,
                                            line.bytes().length));
        }
    }
}
