package io.github.flinkwasm.replay.archive;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Container logs as Docker's json-file driver writes them, the pieces of a line joined: a {@code
 * log} that does not end with a line feed goes on in the next line of the same stream. The record
 * is the object as it was written; of joined lines the first one's, with the whole text.
 */
final class DockerLines implements LineDecoder {
    private final Records records;
    private final JsonMember log = new JsonMember("log");
    private final JsonMember stream = new JsonMember("stream");
    private final JsonText json = new JsonText();
    private final OpenLine stdout;
    private final OpenLine stderr;

    DockerLines(Records records, int maxBytes) {
        this.records = records;
        this.stdout = new OpenLine(new Pieces(maxBytes));
        this.stderr = new OpenLine(new Pieces(maxBytes));
    }

    /** The pieces of one stream, and what stands around the first of them. */
    private static final class OpenLine {
        private final Pieces pieces;
        private byte[] before = {};
        private byte[] after = {};

        OpenLine(Pieces pieces) {
            this.pieces = pieces;
        }
    }

    @Override
    public Result decode(byte[] bytes, int from, int to, Item item) {
        if (JsonMember.skipWhiteSpace(bytes, from, to) == to) {
            return Result.BLANK;
        }
        String problem = records.check(bytes, from, to);
        if (problem != null) {
            item.setUnreadable(
                    Arrays.copyOfRange(bytes, from, to), "The line is no JSON object: " + problem);
            return Result.ITEM;
        }
        int start = records.start();
        int end = records.end();
        OpenLine open = streamOf(bytes, start, end);
        if (open == null || !log.find(bytes, start, end) || bytes[log.valueStart()] != '"') {
            return take(bytes, start, end, item);
        }
        int textFrom = log.valueStart() + 1;
        int textTo = log.valueEnd() - 1;
        boolean partial = !endsWithLineFeed(bytes, textFrom, textTo);
        Pieces pieces = open.pieces;
        if (!partial && !pieces.isOpen()) {
            return take(bytes, start, end, item);
        }
        if (!pieces.isOpen()) {
            pieces.open(item);
            open.before = Arrays.copyOfRange(bytes, start, textFrom);
            open.after = Arrays.copyOfRange(bytes, textTo, end);
        }
        pieces.add(bytes, textFrom, textTo, item.length);
        if (partial) {
            return Result.HELD;
        }
        close(open, item);
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
        close(open, item);
        return true;
    }

    private Result take(byte[] bytes, int start, int end, Item item) {
        String problem = records.take(bytes, start, end, item);
        if (problem != null) {
            item.setUnreadable(
                    Arrays.copyOfRange(bytes, start, end), "The line makes no record: " + problem);
        }
        return Result.ITEM;
    }

    private void close(OpenLine open, Item item) {
        Pieces pieces = open.pieces;
        pieces.closeInto(item);
        if (pieces.isTooLong()) {
            pieces.refuse(item);
            return;
        }
        json.clear();
        json.putRaw(open.before, 0, open.before.length)
                .putRaw(pieces.text(), 0, pieces.length())
                .putRaw(open.after, 0, open.after.length);
        String problem = records.read(json.array(), 0, json.length(), item);
        if (problem != null) {
            item.setUnreadable(
                    Arrays.copyOf(json.array(), json.length()),
                    "The joined line makes no record: " + problem);
        }
    }

    private @Nullable OpenLine streamOf(byte[] b, int start, int end) {
        if (!stream.find(b, start, end)) {
            return null;
        }
        int from = stream.valueStart();
        if (stream.valueEnd() - from != "\"stdout\"".length()) {
            return null;
        }
        return b[from + 4] == 'e' ? stderr : stdout;
    }

    /** Whether the last character is a line feed, by its short escape or its long one. */
    private static boolean endsWithLineFeed(byte[] b, int from, int to) {
        if (to - from < 2) {
            return false;
        }
        int at = from;
        int last = from;
        while (at < to) {
            last = at;
            at += b[at] != '\\' ? 1 : b[at + 1] == 'u' ? 6 : 2;
        }
        if (b[last] != '\\') {
            return false;
        }
        return b[last + 1] == 'n'
                || (b[last + 1] == 'u'
                        && b[last + 2] == '0'
                        && b[last + 3] == '0'
                        && b[last + 4] == '0'
                        && (b[last + 5] == 'a' || b[last + 5] == 'A'));
    }
}
