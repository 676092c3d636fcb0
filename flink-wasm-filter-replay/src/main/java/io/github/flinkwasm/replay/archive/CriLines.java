package io.github.flinkwasm.replay.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Container logs in the runtimes' own format, the pieces of a line joined. A record has the keys
 * {@code time}, {@code stream}, {@code _p} and {@code log}, as with Fluent Bit's {@code cri}
 * parser.
 */
final class CriLines implements LineDecoder {
    private static final byte[] RECORD_TIME = bytes("{\"time\":");
    private static final byte[] STDOUT_FULL = bytes(",\"stream\":\"stdout\",\"_p\":\"F\",\"log\":");
    private static final byte[] STDOUT_PARTIAL =
            bytes(",\"stream\":\"stdout\",\"_p\":\"P\",\"log\":");
    private static final byte[] STDERR_FULL = bytes(",\"stream\":\"stderr\",\"_p\":\"F\",\"log\":");
    private static final byte[] STDERR_PARTIAL =
            bytes(",\"stream\":\"stderr\",\"_p\":\"P\",\"log\":");

    private final Records records;
    private final CriLine line = new CriLine();
    private final JsonText json = new JsonText();
    private final OpenLine stdout;
    private final OpenLine stderr;

    CriLines(Records records, int maxBytes) {
        this.records = records;
        this.stdout = new OpenLine(new Pieces(maxBytes));
        this.stderr = new OpenLine(new Pieces(maxBytes));
    }

    /** The pieces of one stream, and their first time as it was written. */
    private static final class OpenLine {
        private final Pieces pieces;
        private byte[] time = {};

        OpenLine(Pieces pieces) {
            this.pieces = pieces;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Result decode(byte[] bytes, int from, int to, Item item) {
        if (JsonMember.skipWhiteSpace(bytes, from, to) == to) {
            return Result.BLANK;
        }
        if (!line.read(bytes, from, to, item)) {
            item.setUnreadable(
                    Arrays.copyOfRange(bytes, from, to),
                    "The line is no container log line: a time, stdout or stderr, P or F, and a"
                            + " text, with a space between.");
            return Result.ITEM;
        }
        OpenLine open = line.isError() ? stderr : stdout;
        Pieces pieces = open.pieces;
        if (!line.isPartial() && !pieces.isOpen()) {
            write(
                    bytes,
                    from,
                    line.timeEnd(),
                    line.isError(),
                    false,
                    bytes,
                    line.textStart(),
                    to,
                    item);
            return Result.ITEM;
        }
        if (!pieces.isOpen()) {
            pieces.open(item);
            open.time = Arrays.copyOfRange(bytes, from, line.timeEnd());
        }
        pieces.add(bytes, line.textStart(), to, item.length);
        if (line.isPartial()) {
            return Result.HELD;
        }
        close(open, line.isError(), false, item);
        return Result.ITEM;
    }

    @Override
    public boolean finish(Item item) {
        boolean error =
                stderr.pieces.isOpen()
                        && (!stdout.pieces.isOpen()
                                || stderr.pieces.number() < stdout.pieces.number());
        OpenLine open = error ? stderr : stdout;
        if (!open.pieces.isOpen()) {
            return false;
        }
        item.clear();
        close(open, error, true, item);
        return true;
    }

    private void close(OpenLine open, boolean error, boolean partial, Item item) {
        Pieces pieces = open.pieces;
        pieces.closeInto(item);
        if (pieces.isTooLong()) {
            pieces.refuse(item);
        } else {
            byte[] time = open.time;
            write(time, 0, time.length, error, partial, pieces.text(), 0, pieces.length(), item);
        }
    }

    private void write(
            byte[] time,
            int timeFrom,
            int timeTo,
            boolean error,
            boolean partial,
            byte[] text,
            int textFrom,
            int textTo,
            Item item) {
        byte[] keys =
                error
                        ? partial ? STDERR_PARTIAL : STDERR_FULL
                        : partial ? STDOUT_PARTIAL : STDOUT_FULL;
        json.clear();
        json.putRaw(RECORD_TIME, 0, RECORD_TIME.length)
                .putString(time, timeFrom, timeTo)
                .putRaw(keys, 0, keys.length)
                .putString(text, textFrom, textTo)
                .put('}');
        String problem = records.read(json.array(), 0, json.length(), item);
        if (problem != null) {
            item.setUnreadable(
                    Arrays.copyOfRange(text, textFrom, textTo),
                    "The line makes no record: " + problem);
        }
    }
}
