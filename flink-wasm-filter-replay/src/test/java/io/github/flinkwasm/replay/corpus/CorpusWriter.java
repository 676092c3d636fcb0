package io.github.flinkwasm.replay.corpus;

import io.github.flinkwasm.replay.archive.ArchiveFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Writes recorded lines in one format, at times of its own, and counts what a reader must find. */
final class CorpusWriter {
    /** Where container runtimes cut long lines. */
    private static final int PIECE = 16 << 10;

    private static final int TIME_LENGTH = "yyyy-MM-ddTHH:mm:ss".length();
    private static final byte[] NOTHING = {};
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private final ArchiveFormat format;
    private final byte[] tag;
    private final List<RecordedLine> source;
    private final SplittableRandom random;
    private final OutputStream out;
    private final Clock clock;
    private final byte[] lineEnd;

    private int next;
    long bytes;
    long lines;
    long events;
    long unreadable;
    long blank;
    long joined;
    long markers;

    CorpusWriter(
            ArchiveFormat format,
            String tag,
            List<RecordedLine> source,
            SplittableRandom random,
            OutputStream out,
            long firstSecond) {
        this.format = format;
        this.tag = tag.getBytes(StandardCharsets.UTF_8);
        this.source = source;
        this.random = random;
        this.out = out;
        this.clock = new Clock(firstSecond);
        this.next = random.nextInt(source.size());
        // One file in ten comes from a system that ends lines with two characters.
        this.lineEnd = random.nextInt(10) == 0 ? new byte[] {'\r', '\n'} : new byte[] {'\n'};
    }

    /** Writes one recorded line, which may be several lines of the file or none. */
    void writeNext() throws IOException {
        RecordedLine line = source.get(next);
        next = next + 1 == source.size() ? 0 : next + 1;
        clock.advance(random.nextInt(2_000_000));
        switch (format) {
            case NDJSON -> writeNdjson(line);
            case FLUENT_BIT_JSON -> writeFluentBitJson(line);
            case FLUENT_BIT_FILE -> writeFluentBitFile(line);
            case MSGPACK -> writeMsgpack(line);
            case CRI -> writeCri(line);
            case DOCKER -> writeDocker(line);
            case LINES -> writeText(line);
            case AUTO -> throw new IllegalStateException("a file has one format");
        }
    }

    private void writeNdjson(RecordedLine line) throws IOException {
        if (random.nextInt(2_000) == 0) {
            put(lineEnd);
            lines++;
            blank++;
        }
        boolean cut = random.nextInt(3_000) == 0;
        if (cut) {
            // As when a disk was full: the beginning of a line, and the next right behind it.
            byte[] raw = line.raw();
            put(raw, 0, 1 + random.nextInt(raw.length - 1));
        }
        putAtThisTime(line, 0);
        endLine();
        if (line.isRecord() && !cut) {
            events++;
        } else {
            unreadable++;
        }
    }

    private void writeFluentBitJson(RecordedLine line) throws IOException {
        if (line.isRecord()) {
            put("{\"date\":");
            put(clock.secondsAndMicros());
            put(",");
            putAtThisTime(line, 1);
            endLine();
            events++;
        }
    }

    private void writeFluentBitFile(RecordedLine line) throws IOException {
        if (line.isRecord()) {
            put(tag);
            put(": [");
            put(clock.secondsAndNanos());
            put(", ");
            putAtThisTime(line, 0);
            put("]");
            endLine();
            events++;
        }
    }

    private void writeMsgpack(RecordedLine line) throws IOException {
        byte[] record = line.msgpack();
        if (record == null) {
            return;
        }
        if (random.nextInt(1_000) == 0) {
            putGroupMarker(-1);
            putGroupMarker(-2);
        }
        boolean withMetadata = random.nextBoolean();
        ByteBuffer head = ByteBuffer.allocate(withMetadata ? 13 : 11);
        head.put((byte) 0x92);
        if (withMetadata) {
            head.put((byte) 0x92);
        }
        head.put((byte) 0xd7).put((byte) 0).putInt((int) clock.second).putInt(clock.nano());
        if (withMetadata) {
            head.put((byte) 0x80);
        }
        put(head.array());
        put(record);
        lines++;
        events++;
    }

    private void putGroupMarker(int second) throws IOException {
        ByteBuffer marker = ByteBuffer.allocate(14);
        marker.put((byte) 0x92).put((byte) 0x92).put((byte) 0xd7).put((byte) 0);
        marker.putInt(second).putInt(0).put((byte) 0x80).put((byte) 0x80);
        put(marker.array());
        lines++;
        markers++;
    }

    private void writeCri(RecordedLine line) throws IOException {
        byte[] raw = line.raw();
        String stream = random.nextInt(5) == 0 ? " stderr " : " stdout ";
        int from = 0;
        do {
            int to = Math.min(raw.length, from + PIECE);
            boolean last = to == raw.length;
            put(clock.iso());
            put(stream);
            put(last ? "F " : "P ");
            put(raw, from, to);
            endLine();
            joined += last ? 0 : 1;
            from = to;
        } while (from < raw.length);
        events++;
    }

    private void writeDocker(RecordedLine line) throws IOException {
        byte[] escaped = line.escaped();
        String stream = random.nextInt(5) == 0 ? "stderr" : "stdout";
        int from = 0;
        do {
            int to = pieceEnd(escaped, from);
            boolean last = to == escaped.length;
            put("{\"log\":\"");
            put(escaped, from, to);
            put(last ? "\\n\",\"stream\":\"" : "\",\"stream\":\"");
            put(stream);
            put("\",\"time\":\"");
            put(clock.iso());
            put("\"}");
            endLine();
            joined += last ? 0 : 1;
            from = to;
        } while (from < escaped.length);
        events++;
    }

    /** Not in the middle of an escape or a character. */
    private static int pieceEnd(byte[] escaped, int from) {
        if (escaped.length - from <= PIECE) {
            return escaped.length;
        }
        int at = from;
        while (at < from + PIECE) {
            at += escaped[at] != '\\' ? 1 : escaped[at + 1] == 'u' ? 6 : 2;
        }
        while ((escaped[at] & 0xc0) == 0x80) {
            at++;
        }
        return at;
    }

    private void writeText(RecordedLine line) throws IOException {
        put(clock.iso());
        put(" ");
        put(line.text());
        endLine();
        events++;
    }

    /** The recorded line with the time of now instead of its own. */
    private void putAtThisTime(RecordedLine line, int from) throws IOException {
        byte[] raw = line.raw();
        int timeAt = line.timeAt();
        if (timeAt < 0) {
            put(raw, from, raw.length);
            return;
        }
        put(raw, from, timeAt);
        byte[] now = clock.iso();
        put(now, 0, 10);
        put(raw, timeAt + 10, timeAt + 11);
        put(now, 11, TIME_LENGTH);
        put(raw, timeAt + TIME_LENGTH, raw.length);
    }

    private void endLine() throws IOException {
        put(lineEnd);
        lines++;
    }

    private void put(String ascii) throws IOException {
        put(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void put(byte[] content) throws IOException {
        put(content, 0, content.length);
    }

    private void put(byte[] content, int from, int to) throws IOException {
        out.write(content, from, to - from);
        bytes += to - from;
    }

    /** The time of the lines, in the forms that formats have. */
    private static final class Clock {
        private long second;
        private int micro;
        private long writtenSecond = Long.MIN_VALUE;
        private byte[] text = NOTHING;

        Clock(long second) {
            this.second = second;
        }

        void advance(int micros) {
            micro += micros;
            while (micro >= 1_000_000) {
                micro -= 1_000_000;
                second++;
            }
        }

        int nano() {
            return micro * 1_000;
        }

        String secondsAndMicros() {
            return second + "." + padded(micro, 6);
        }

        String secondsAndNanos() {
            return second + "." + padded(nano(), 9);
        }

        /** With nanoseconds and a Z, as container runtimes write it. */
        byte[] iso() {
            if (second != writtenSecond) {
                writtenSecond = second;
                text =
                        (LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC).format(SECOND)
                                        + ".000000000Z")
                                .getBytes(StandardCharsets.ISO_8859_1);
            }
            int rest = micro;
            for (int i = 25; i >= 20; i--) {
                text[i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            return text;
        }

        private static String padded(int value, int digits) {
            String text = Integer.toString(value);
            return "0".repeat(digits - text.length()) + text;
        }
    }
}
