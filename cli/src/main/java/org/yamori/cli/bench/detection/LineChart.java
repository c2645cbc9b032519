package org.yamori.cli.bench.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A chart of lines as SVG; x goes by powers of ten, y is linear and cut at its largest value. */
final class LineChart {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 460;
    private static final int LEFT = 60;
    private static final int TOP = 50;
    private static final int RIGHT = 620;
    private static final int BOTTOM = 400;
    private static final int LEGEND = 640;
    private static final int LEGEND_STEP = 20;
    private static final int TICKS = 7;
    private static final String[] COLOURS = {
        "#c1121f", "#1d3557", "#2a9d8f", "#e9a23b", "#6a4c93", "#8d99ae", "#386641", "#bc6c25", "#0096c7", "#b5179e",
        "#606c38", "#7f5539", "#495057", "#e07a5f"
    };

    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final double leastY;
    private final double mostY;
    private final List<Line> lines = new ArrayList<>();

    /** Points of one thing; where y is not finite the line is broken. */
    record Line(String name, double[] xs, double[] ys) {}

    LineChart(String title, String xTitle, String yTitle, double leastY, double mostY) {
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
        this.leastY = leastY;
        this.mostY = mostY;
    }

    void add(Line line) {
        lines.add(line);
    }

    String svg() {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (Line line : lines) {
            for (double x : line.xs) {
                least = Math.min(least, x);
                most = Math.max(most, x);
            }
        }
        StringBuilder svg = new StringBuilder();
        put(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">",
                WIDTH,
                HEIGHT);
        put(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
        put(svg, "<text x=\"%d\" y=\"24\" font-size=\"15\">%s</text>", LEFT, escaped(title));
        axes(svg, least, most);
        for (int i = 0; i < lines.size(); i++) {
            line(svg, lines.get(i), i, least, most);
        }
        return svg.append("</svg>\n").toString();
    }

    private void axes(StringBuilder svg, double least, double most) {
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = leastY + (mostY - leastY) * tick / TICKS;
            put(
                    svg,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>",
                    LEFT,
                    RIGHT,
                    y(value),
                    y(value),
                    LEFT - 6,
                    y(value) + 4,
                    value);
        }
        for (double power = Math.pow(10, Math.floor(Math.log10(least))); power <= most * 1.001; power *= 10) {
            if (power >= least * 0.999) {
                double x = x(power, least, most);
                put(
                        svg,
                        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#dddddd\"/>"
                                + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                        x,
                        x,
                        TOP,
                        BOTTOM,
                        x,
                        BOTTOM + 18,
                        power >= 1 ? String.format(Locale.ROOT, "%.0f", power) : Double.toString(power));
            }
        }
        put(svg, "<text x=\"%d\" y=\"%d\">%s</text>", LEFT, BOTTOM + 40, escaped(xTitle));
        put(svg, "<text x=\"%d\" y=\"%d\">%s</text>", LEFT, TOP - 8, escaped(yTitle));
    }

    private void line(StringBuilder svg, Line line, int index, double least, double most) {
        String colour = COLOURS[index % COLOURS.length];
        int width = index == 0 ? 3 : 2;
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < line.xs.length; i++) {
            if (Double.isFinite(line.ys[i])) {
                double x = x(line.xs[i], least, most);
                double y = y(Math.max(leastY, Math.min(mostY, line.ys[i])));
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", drawing ? "L" : "M", x, y));
                put(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"%s\"/>", x, y, width, colour);
                drawing = true;
            } else {
                drawing = false;
            }
        }
        put(svg, "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%d\"/>", path, colour, width);
        int at = TOP + LEGEND_STEP * index;
        put(
                svg,
                "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"4\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">%s</text>",
                LEGEND,
                at - 5,
                colour,
                LEGEND + 18,
                at,
                escaped(line.name));
    }

    private static double x(double value, double least, double most) {
        double share = most > least ? Math.log(value / least) / Math.log(most / least) : 0;
        return LEFT + (RIGHT - LEFT) * share;
    }

    private double y(double value) {
        return BOTTOM - (BOTTOM - TOP) * (value - leastY) / (mostY - leastY);
    }

    private static void put(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
