package io.github.flinkwasm.replay.report;

import java.util.Locale;

/** A table of one text column and columns of numbers; narrow screens scroll it, not the page. */
final class Table {
    /** Heading of the column of bars. */
    static final String SHARES = "Share of all events";

    private static final double BAR = 100;

    private final Html html;

    Table(Html html, String... headings) {
        this.html = html;
        html.open(
                "div",
                "class",
                "scroll",
                "tabindex",
                "0",
                "role",
                "region",
                "aria-label",
                headings[0]);
        html.open("table").open("thead").open("tr");
        for (int i = 0; i < headings.length; i++) {
            html.leaf("th", headings[i], "scope", "col", "class", style(i, headings[i]));
        }
        html.close().close().open("tbody");
    }

    private static String style(int column, String heading) {
        if (column == 0) {
            return "name";
        }
        return heading.equals(SHARES) ? "shares" : "number";
    }

    void row(String name, long... numbers) {
        begin(name);
        for (long number : numbers) {
            number(number);
        }
        html.closeLine();
    }

    /** A row that ends in a bar: how its outcomes, the numbers from the second on, compare. */
    void rowWithShares(String name, long[] numbers, long whole) {
        begin(name);
        for (long number : numbers) {
            number(number);
        }
        html.open("td", "class", "bar");
        html.open("svg", "width", "100%", "height", "10", "aria-hidden", "true");
        String[] styles = {"emitted", "dropped", "failed"};
        double left = 0;
        for (int i = 0; i < styles.length; i++) {
            long part = numbers[i + 1];
            if (part > 0) {
                double width = Math.max(0.6, BAR * part / whole);
                html.open(
                                "rect",
                                "class",
                                styles[i],
                                "x",
                                percent(left),
                                "width",
                                percent(width),
                                "height",
                                "10")
                        .close();
                left += width;
            }
        }
        html.close();
        html.leaf("span", Figures.share(numbers[0], whole)).close();
        html.closeLine();
    }

    void textRow(String name, String... texts) {
        begin(name);
        for (String text : texts) {
            html.leaf("td", text, "class", "number");
        }
        html.closeLine();
    }

    void end() {
        html.close().close().closeLine();
    }

    private void begin(String name) {
        html.open("tr").leaf("th", name, "scope", "row", "class", "name");
    }

    private void number(long number) {
        html.leaf("td", Figures.count(number), "class", number == 0 ? "number zero" : "number");
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}
