package io.github.flinkwasm.replay.archive;

import io.github.flinkwasm.internal.codec.MsgpackScanner;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Finds out from the first bytes of the content how its events are written. The rules are in
 * docs/reference/archive-formats.md, "How the format is found out".
 */
final class FormatDetection {
    /** How much of the content is looked at. */
    static final int SAMPLE_BYTES = 64 << 10;

    private static final int SAMPLE_LINES = 100;

    /** How much of a line is looked at; its kind shows at its beginning. */
    private static final int SAMPLE_OF_LINE = 512;

    private static final Pattern FLUENT_BIT_DATE =
            Pattern.compile(
                    "\\{\"date\":(?:[0-9]{10}\\.[0-9]{1,9}"
                        + "|\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z\")[,}]");
    private static final Pattern FLUENT_BIT_FILE =
            Pattern.compile(".*?: \\[\\[?-?[0-9]{1,19}\\.[0-9]{1,9}, \\{.*", Pattern.DOTALL);

    private final byte[] head;
    private final boolean whole;
    private final CriLine cri = new CriLine();
    private final Item scratch = new Item();

    private int lines;
    private int json;
    private int docker;
    private int fluentBitJson;
    private int fluentBitFile;
    private int container;

    private FormatDetection(byte[] head, boolean whole) {
        this.head = head;
        this.whole = whole;
    }

    /**
     * The format of the content.
     *
     * @throws UnsupportedArchiveException if it is neither text nor msgpack by its first bytes
     */
    static ArchiveFormat of(Window window, String uri) throws UnsupportedArchiveException {
        byte[] head = window.head(SAMPLE_BYTES);
        if (isMsgpack(head)) {
            return ArchiveFormat.MSGPACK;
        }
        ArchiveFormat format = new FormatDetection(head, head.length < SAMPLE_BYTES).ofLines();
        if (format == ArchiveFormat.LINES) {
            // Any bytes can be cut into lines; events of them would be nonsense that nobody
            // notices.
            String problem = ControlCharacters.in(head).problem();
            if (problem != null) {
                throw new UnsupportedArchiveException(
                        "%s cannot be read: %s. If it is text all the same, say that its format is lines; else convert it, or leave it out."
                                .formatted(uri, problem));
            }
        }
        return format;
    }

    /**
     * An array of two whose first element may be a time, or such an array itself; or a whole map or
     * array that begins with a text, as records alone and forward messages do.
     */
    private static boolean isMsgpack(byte[] head) {
        if (head.length < 3) {
            return false;
        }
        int second = head[1] & 0xff;
        if ((head[0] & 0xff) == 0x92) {
            int time = second == 0x92 ? 2 : 1;
            switch (head[time] & 0xff) {
                case 0xd7, 0xc7, 0xca, 0xcb, 0xce, 0xcf, 0xd2, 0xd3 -> {
                    return true;
                }
                default -> {}
            }
        }
        int first = head[0] & 0xff;
        boolean isShortText = (second > 0xa0 && second < 0xc0) || second == 0xd9;
        return first > 0x80 && first < 0x95 && isShortText && beginsWithValue(head);
    }

    private static boolean beginsWithValue(byte[] head) {
        return switch (new MsgpackScanner().scanFirst(head, 0, head.length)) {
            case RECORD, NOT_A_RECORD -> true;
            case INCOMPLETE_AT_END -> head.length == SAMPLE_BYTES;
            default -> false;
        };
    }

    private ArchiveFormat ofLines() {
        int at = 0;
        while (at < head.length && lines < SAMPLE_LINES) {
            int end = at;
            while (end < head.length && head[end] != '\n') {
                end++;
            }
            // A last line that is cut counts only where there is no other.
            if (end < head.length || whole || lines == 0) {
                count(at, end > at && head[end - 1] == '\r' ? end - 1 : end);
            }
            at = end + 1;
        }
        if (lines == 0) {
            return ArchiveFormat.NDJSON;
        }
        int best = Math.max(json, Math.max(container, fluentBitFile));
        if (2 * best < lines) {
            return ArchiveFormat.LINES;
        }
        if (best == container) {
            return ArchiveFormat.CRI;
        }
        if (best == fluentBitFile) {
            return ArchiveFormat.FLUENT_BIT_FILE;
        }
        if (2 * docker > json) {
            return ArchiveFormat.DOCKER;
        }
        return 2 * fluentBitJson > json ? ArchiveFormat.FLUENT_BIT_JSON : ArchiveFormat.NDJSON;
    }

    private void count(int lineFrom, int to) {
        int from = JsonMember.skipWhiteSpace(head, lineFrom, to);
        if (from == to) {
            return;
        }
        lines++;
        if (head[from] == '{') {
            json++;
            String line = text(from, to);
            if (line.startsWith("{\"log\":\"") && isDocker(from, to)) {
                docker++;
            } else if (FLUENT_BIT_DATE.matcher(line).lookingAt()) {
                fluentBitJson++;
            }
        } else if (cri.read(head, from, to, scratch)) {
            container++;
        } else if (FLUENT_BIT_FILE.matcher(text(from, to)).matches()) {
            fluentBitFile++;
        }
    }

    /** Whether the keys are there; the line may be long, and they come behind the text. */
    private boolean isDocker(int from, int to) {
        String line = new String(head, from, to - from, StandardCharsets.ISO_8859_1);
        return line.contains("\"stream\":\"std") && line.contains("\"time\":\"");
    }

    private String text(int from, int to) {
        return new String(
                head, from, Math.min(SAMPLE_OF_LINE, to - from), StandardCharsets.ISO_8859_1);
    }
}
