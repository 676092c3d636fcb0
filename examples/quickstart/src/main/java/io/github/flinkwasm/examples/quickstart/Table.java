package io.github.flinkwasm.examples.quickstart;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns: the first ones to the left, the numbers after them to the right. */
final class Table {

    private static final String INDENT = "  ";

    private final int textColumns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param textColumns how many columns at the left are text
     */
    Table(int textColumns, String... headings) {
        this.textColumns = textColumns;
        rows.add(List.of(headings));
    }

    void add(String... cells) {
        rows.add(List.of(cells));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String format = "%" + (column < textColumns ? "-" : "") + width(column) + "s";
                line.append(INDENT).append(format.formatted(row.get(column)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return Math.max(1, rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1));
    }
}
