package io.github.flinkwasm.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A table in a document that is made from the code. In the document it stands between two comments,
 * {@code <!-- begin NAME … -->} and {@code <!-- end NAME -->}; what is around them is written by
 * hand.
 */
public final class GeneratedTable {

    /** With this system property the documents are written instead of compared. */
    private static final String REGENERATE = "docs.regenerate";

    private final String name;
    private final List<String> rows = new ArrayList<>();
    private final int columns;

    /**
     * A table without rows.
     *
     * @param name what stands behind "begin" and "end" in the document
     */
    public GeneratedTable(String name, String... headings) {
        this.name = name;
        this.columns = headings.length;
        row(headings);
        rows.add("| --- ".repeat(columns) + "|");
    }

    /** Adds a row with one cell for each heading. */
    public void row(String... cells) {
        assertThat(cells).as("cells of a row of table %s", name).hasSize(columns);
        rows.add("| " + String.join(" | ", cells) + " |");
    }

    /** The text as code in a cell. */
    public static String code(String text) {
        return "`" + text + "`";
    }

    /**
     * Fails unless the document has exactly this table; with {@code -Ddocs.regenerate}, puts it
     * there.
     *
     * @param document beneath {@code docs}, such as {@code reference/metrics.md}
     */
    public void assertIsIn(String document) {
        Path path = Path.of("..", "docs").resolve(document);
        try {
            String text = Files.readString(path);
            String expected = with(text, document);
            if (System.getProperty(REGENERATE) != null) {
                Files.writeString(path, expected);
                return;
            }
            assertThat(text)
                    .as(
                            "docs/%s, table %s. If the code is right, make the table anew: mvn -pl"
                                    + " flink-wasm-filter test -Dtest='*ReferenceTest' -D%s",
                            document, name, REGENERATE)
                    .isEqualTo(expected);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private String with(String text, String document) {
        int begin = text.indexOf("<!-- begin " + name + " ");
        int start = text.indexOf('\n', begin) + 1;
        int end = text.indexOf("<!-- end " + name + " -->");
        assertThat(begin >= 0 && start > begin && end >= start)
                .as(
                        "docs/%s has a line \"<!-- begin %s … -->\" and after it a line \"<!-- end"
                                + " %s -->\"",
                        document, name, name)
                .isTrue();
        return text.substring(0, start)
                + "\n"
                + String.join("\n", rows)
                + "\n\n"
                + text.substring(end);
    }
}
