package io.github.flinkwasm.replay.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes HTML of which every text and every attribute is escaped, made printable and bounded: there
 * is no way past it. Names of elements and attributes are the program's own, never a stranger's.
 */
final class Html {
    private static final Set<String> WITHOUT_END = Set.of("meta", "br", "wbr", "col");

    /** Long enough for every command line; what is sampled is much shorter already. */
    private static final int MAX_TEXT = 20_000;

    private final StringBuilder html = new StringBuilder(1 << 16);
    private final Deque<String> open = new ArrayDeque<>();

    /** Begins an element; attributes are names and values in turn. */
    Html open(String element, String... attributes) {
        html.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            html.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            html.append('"');
        }
        html.append('>');
        if (!WITHOUT_END.contains(element)) {
            open.push(element);
        }
        return this;
    }

    /** Ends the element that began last. */
    Html close() {
        html.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Ends the element that began last, and the line. */
    Html closeLine() {
        close();
        html.append('\n');
        return this;
    }

    /** An element with nothing but a text. */
    Html leaf(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /** The style sheet of the report, which must not contain the end of a style element. */
    Html style(String css) {
        html.append("<style>").append(css).append("</style>\n");
        return this;
    }

    /** What was written. */
    String document() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("Elements were not ended: " + open);
        }
        return "<!doctype html>\n" + html + "\n";
    }

    private void escape(String text) {
        String printable = Excerpts.ofText(text, MAX_TEXT);
        for (int i = 0; i < printable.length(); i++) {
            char c = printable.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(c);
            }
        }
    }
}
