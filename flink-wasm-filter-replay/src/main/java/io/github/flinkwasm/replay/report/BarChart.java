package io.github.flinkwasm.replay.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;

/**
 * Stacked bars over time as SVG. Everything across is written in percent, so that the chart fits
 * any width and its texts stay as large as they are.
 */
final class BarChart {
    private static final int HEIGHT = 200;
    private static final int TOP = 14;
    private static final int LABELS = 40;
    private static final int GRID_LINES = 4;
    private static final double LEAST_HEIGHT = 2;

    private static final double FAR_LEFT = 0.06;
    private static final double FAR_RIGHT = 0.94;

    /**
     * One part of each bar.
     *
     * @param style class of the style sheet
     * @param index of the values of a bar
     */
    record Series(String style, int index) {}

    private final TimeBars bars;
    private final List<Series> series;
    private final ToDoubleBiFunction<TimeBars.Bar, Series> value;
    private final double top;

    /**
     * A chart.
     *
     * @param series from bottom to top
     * @param value how high a part of a bar is
     */
    BarChart(TimeBars bars, List<Series> series, ToDoubleBiFunction<TimeBars.Bar, Series> value) {
        this.bars = bars;
        this.series = series;
        this.value = value;
        double highest = 0;
        for (TimeBars.Bar bar : bars.bars()) {
            double sum = 0;
            for (Series part : series) {
                sum += value.applyAsDouble(bar, part);
            }
            highest = Math.max(highest, sum);
        }
        this.top = Figures.roundUp(highest);
    }

    /** Writes the chart; {@code text} says in words what it shows. */
    void write(Html html, String text, ToText title) {
        html.open("div", "class", "chart", "role", "img", "aria-label", text);
        writeScale(html);
        html.open(
                "svg",
                "class",
                "plot",
                "height",
                String.valueOf(HEIGHT + LABELS),
                "width",
                "100%",
                "aria-hidden",
                "true");
        writeGrid(html);
        long from = bars.bars().get(0).start();
        long to = bars.bars().get(bars.bars().size() - 1).end();
        for (TimeBars.Bar bar : bars.bars()) {
            writeBar(html, bar, from, to, title.of(bar));
        }
        html.open(
                        "line",
                        "class",
                        "axis",
                        "x1",
                        "0",
                        "x2",
                        "100%",
                        "y1",
                        px(HEIGHT),
                        "y2",
                        px(HEIGHT))
                .close();
        writeTicks(html, TimeAxis.ticks(from, to));
        html.close().closeLine();
    }

    /** What is said of one bar. */
    interface ToText {
        String of(TimeBars.Bar bar);
    }

    private void writeScale(Html html) {
        html.open(
                "svg",
                "class",
                "scale",
                "width",
                "48",
                "height",
                String.valueOf(HEIGHT + LABELS),
                "aria-hidden",
                "true");
        for (int i = 0; i <= GRID_LINES; i++) {
            html.leaf(
                    "text",
                    Figures.compact(top * i / GRID_LINES),
                    "x",
                    "40",
                    "y",
                    px(y(top * i / GRID_LINES) + 4),
                    "text-anchor",
                    "end");
        }
        html.close();
    }

    private void writeGrid(Html html) {
        for (int i = 1; i <= GRID_LINES; i++) {
            String y = px(y(top * i / GRID_LINES));
            html.open("line", "class", "grid", "x1", "0", "x2", "100%", "y1", y, "y2", y).close();
        }
    }

    private void writeBar(Html html, TimeBars.Bar bar, long from, long to, String title) {
        double left = 100.0 * (bar.start() - from) / (to - from);
        double width = 100.0 * (bar.end() - bar.start()) / (to - from);
        double gap = Math.min(width * 0.14, 0.3);
        double below = HEIGHT;
        boolean isOpen = false;
        for (Series part : series) {
            double amount = value.applyAsDouble(bar, part);
            if (amount <= 0) {
                continue;
            }
            if (!isOpen) {
                html.open("g").leaf("title", title);
                isOpen = true;
            }
            double height = Math.max(LEAST_HEIGHT, amount / top * (HEIGHT - TOP));
            below -= height;
            html.open(
                            "rect",
                            "class",
                            part.style(),
                            "x",
                            percent(left + gap / 2),
                            "width",
                            percent(width - gap),
                            "y",
                            px(below),
                            "height",
                            px(height))
                    .close();
        }
        if (isOpen) {
            html.close();
        }
    }

    private static void writeTicks(Html html, List<TimeAxis.Tick> ticks) {
        for (int i = 0; i < ticks.size(); i++) {
            TimeAxis.Tick tick = ticks.get(i);
            String x = percent(100 * tick.position());
            String anchor =
                    tick.position() < FAR_LEFT
                            ? "start"
                            : tick.position() > FAR_RIGHT ? "end" : "middle";
            html.open(
                            "line",
                            "class",
                            "axis",
                            "x1",
                            x,
                            "x2",
                            x,
                            "y1",
                            px(HEIGHT),
                            "y2",
                            px(HEIGHT + 5))
                    .close();
            // Every second label has no room on a telephone.
            html.open("g", "class", i % 2 == 1 ? "tick wide" : "tick");
            html.leaf("text", tick.upper(), "x", x, "y", px(HEIGHT + 18), "text-anchor", anchor);
            if (!tick.lower().isEmpty()) {
                html.leaf(
                        "text",
                        tick.lower(),
                        "x",
                        x,
                        "y",
                        px(HEIGHT + 33),
                        "text-anchor",
                        anchor,
                        "class",
                        "strong");
            }
            html.close();
        }
    }

    private double y(double amount) {
        return HEIGHT - (top == 0 ? 0 : amount / top * (HEIGHT - TOP));
    }

    private static String px(double value) {
        return trimmed(String.format(Locale.ROOT, "%.1f", value));
    }

    private static String percent(double value) {
        return trimmed(String.format(Locale.ROOT, "%.3f", value)) + "%";
    }

    private static String trimmed(String number) {
        return number.contains(".") ? number.replaceAll("0+$", "").replaceAll("\\.$", "") : number;
    }
}
