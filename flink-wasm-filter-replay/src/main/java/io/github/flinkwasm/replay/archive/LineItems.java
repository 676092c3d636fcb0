package io.github.flinkwasm.replay.archive;

import java.io.IOException;
import java.util.Arrays;

/**
 * Cuts the content into lines: a line ends at a line feed, a carriage return before it goes too,
 * and the last one needs no end. A lone carriage return is a character like others.
 */
final class LineItems implements Items {
    /** How much of a line too long to be read whole goes into its item. */
    static final int KEPT_OF_LONG_LINE = 64 << 10;

    private final Window window;
    private final LineDecoder decoder;
    private final Counts counts;
    private final int maxLineBytes;

    LineItems(Window window, LineDecoder decoder, Counts counts, int maxLineBytes) {
        this.window = window;
        this.decoder = decoder;
        this.counts = counts;
        this.maxLineBytes = maxLineBytes;
    }

    @Override
    public boolean next(Item item) throws IOException {
        while (true) {
            int end = lineEnd();
            if (window.isEmpty()) {
                return decoder.finish(item);
            }
            counts.lines++;
            item.clear();
            item.number = counts.lines;
            item.offset = window.offset();
            if (end < 0) {
                takeLongLine(item);
                return true;
            }
            int from = window.from();
            boolean feed = end < window.to();
            int length = end - from + (feed ? 1 : 0);
            item.length = length;
            if (!feed && window.damage() != null) {
                takeCutLine(item, end);
                return true;
            }
            byte[] buffer = window.buffer();
            int to = feed && end > from && buffer[end - 1] == '\r' ? end - 1 : end;
            LineDecoder.Result result = decoder.decode(buffer, from, to, item);
            // Not the item's length: that of joined lines is the sum of theirs.
            window.consume(length);
            if (result == LineDecoder.Result.ITEM) {
                return true;
            }
            if (result == LineDecoder.Result.BLANK) {
                counts.blank++;
            } else {
                counts.joined++;
            }
        }
    }

    /** Index of the line's end, be it the content's, or {@code -1} if the line is too long. */
    private int lineEnd() throws IOException {
        int searched = 0;
        while (true) {
            int from = window.from();
            int newline = window.newline(from + searched, window.to());
            if (newline >= 0) {
                return newline - from > maxLineBytes ? -1 : newline;
            }
            searched = window.to() - from;
            if (searched > maxLineBytes) {
                return -1;
            }
            if (!window.fill()) {
                return window.to();
            }
        }
    }

    /** Keeps the beginning of a line, and goes to its end without keeping the rest. */
    private void takeLongLine(Item item) throws IOException {
        int from = window.from();
        int most = Math.min(from + KEPT_OF_LONG_LINE, window.to());
        int end = window.newline(from, most);
        byte[] kept = Arrays.copyOfRange(window.buffer(), from, end < 0 ? most : end);
        boolean feed = false;
        while (!feed) {
            int newline = window.newline(window.from(), window.to());
            feed = newline >= 0;
            window.consume((feed ? newline + 1 : window.to()) - window.from());
            if (!feed && !window.fill()) {
                break;
            }
        }
        item.length = window.offset() - item.offset;
        item.setUnreadable(
                kept,
                "The line has %d bytes, and at most %d are read as one; here are the first %d. Raise the longest line to read."
                        .formatted(item.length - (feed ? 1 : 0), maxLineBytes, kept.length));
    }

    private void takeCutLine(Item item, int end) {
        item.setUnreadable(
                Arrays.copyOfRange(window.buffer(), window.from(), end),
                "The file is damaged in the middle of this line.");
        window.consume((int) item.length);
    }
}
