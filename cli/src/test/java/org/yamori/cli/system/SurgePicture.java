package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The worm of the surge room's page as a chart: what came, what was expected, and when it was told. */
final class SurgePicture {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PORT = "tcp/7547";
    private static final Instant FROM = Instant.parse("2026-01-14T08:00:00Z");
    private static final int MINUTES = 240;
    private static final int LEFT = 56;
    private static final int RIGHT = 940;
    private static final Panel SOURCES = new Panel(50, 250, 120, 20);
    private static final Panel SCORES = new Panel(300, 450, 60, 20);

    private final Map<Instant, Long> raw = new TreeMap<>();
    private final Map<Instant, JsonNode> series = new TreeMap<>();
    private JsonNode surge = JSON.createObjectNode();

    /** Where a scale from 0 up is drawn. */
    private record Panel(int top, int bottom, int most, int step) {
        double y(double value) {
            return bottom - (bottom - top) * Math.min(value, most) / most;
        }
    }

    /** One number of a minute. */
    private interface Value {
        double of(JsonNode yamori);
    }

    private SurgePicture() {}

    static String of(Path findings) throws IOException {
        SurgePicture picture = new SurgePicture();
        try (Stream<String> lines = Files.lines(findings)) {
            for (String line : (Iterable<String>) lines.filter(line -> line.contains('"' + PORT + '"'))::iterator) {
                picture.take(JSON.readTree(line));
            }
        }
        return picture.drawn();
    }

    private void take(JsonNode finding) {
        JsonNode yamori = finding.get("yamori");
        Instant at = Instant.parse(finding.get("@timestamp").asText());
        switch (yamori.at("/finding/kind").asText()) {
            case "surge" -> surge = yamori.get("surge");
            case "series" -> {
                if (!yamori.at("/series").has("part")) {
                    series.put(at, yamori);
                }
            }
            case "traffic" -> {
                boolean minute = yamori.at("/window/resolution").asText().equals("minute");
                if (minute && yamori.get("breakdown").asText().equals("port")) {
                    raw.put(at, yamori.get("sources").asLong());
                }
            }
            default -> {}
        }
    }

    private String drawn() {
        StringBuilder svg = new StringBuilder();
        put(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 500\" font-family=\"sans-serif\""
                        + " font-size=\"12\" fill=\"#222\">");
        put(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>");
        put(
                svg,
                "<text x=\"56\" y=\"20\" font-size=\"14\">%s on 2026-01-14: distinct sources of a minute</text>",
                PORT);
        put(svg, "<text x=\"56\" y=\"284\" font-size=\"14\">score of the window nearest to its threshold</text>");
        grid(svg, SOURCES);
        grid(svg, SCORES);
        StringBuilder all = new StringBuilder();
        raw.forEach((at, sources) -> point(all, at, SOURCES.y(sources)));
        line(svg, all, "#b8c2d0", 4);
        line(svg, points(SOURCES, yamori -> yamori.at("/series/sources").asDouble()), "#1d3557", 1);
        line(svg, points(SOURCES, yamori -> yamori.at("/series/expected").asDouble()), "#2a9d8f", 2);
        line(svg, points(SCORES, yamori -> Math.max(0, yamori.get("score").asDouble())), "#1d3557", 1);
        line(svg, points(SCORES, yamori -> yamori.get("threshold").asDouble()), "#c1121f", 2);
        mark(svg, "hot", surge.get("hot_since"), 40);
        mark(svg, "onset told", surge.get("onset"), 54);
        mark(svg, "peak told last", surge.at("/peak/at"), 40);
        legend(svg, 56, "#b8c2d0", "raw");
        legend(svg, 156, "#1d3557", "filtered, and its score");
        legend(svg, 336, "#2a9d8f", "expected");
        legend(svg, 446, "#c1121f", "threshold");
        return svg.append("</svg>\n").toString();
    }

    private StringBuilder points(Panel panel, Value value) {
        StringBuilder points = new StringBuilder();
        series.forEach((at, yamori) -> point(points, at, panel.y(value.of(yamori))));
        return points;
    }

    private static void point(StringBuilder points, Instant at, double y) {
        if (!at.isBefore(FROM) && at.isBefore(FROM.plus(Duration.ofMinutes(MINUTES)))) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(at), y));
        }
    }

    private static double x(Instant at) {
        return LEFT + (RIGHT - LEFT) * (double) Duration.between(FROM, at).toSeconds() / (MINUTES * 60);
    }

    private static void grid(StringBuilder svg, Panel panel) {
        for (int value = 0; value <= panel.most; value += panel.step) {
            put(
                    svg,
                    "<line x1=\"56\" x2=\"940\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#e4e4e4\"/>"
                            + "<text x=\"50\" y=\"%.1f\" text-anchor=\"end\">%d</text>",
                    panel.y(value),
                    panel.y(value),
                    panel.y(value) + 4,
                    value);
        }
        for (int minutes = 0; minutes <= MINUTES; minutes += 30) {
            Instant at = FROM.plus(Duration.ofMinutes(minutes));
            put(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(at),
                    panel.bottom + 16,
                    at.toString().substring(11, 16));
        }
    }

    private static void line(StringBuilder svg, StringBuilder points, String colour, int width) {
        put(
                svg,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%d\"/>",
                points.toString().strip(),
                colour,
                width);
    }

    private static void mark(StringBuilder svg, String words, JsonNode at, int y) {
        double x = x(Instant.parse(at.asText()));
        put(
                svg,
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"450\" stroke=\"#e9a23b\" stroke-dasharray=\"4 3\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%s</text>",
                x,
                x,
                y,
                x + 4,
                y,
                words + " " + at.asText().substring(11, 16));
    }

    private static void legend(StringBuilder svg, int x, String colour, String words) {
        put(
                svg,
                "<line x1=\"%d\" x2=\"%d\" y1=\"486\" y2=\"486\" stroke=\"%s\" stroke-width=\"3\"/>"
                        + "<text x=\"%d\" y=\"490\">%s</text>",
                x,
                x + 22,
                colour,
                x + 28,
                words);
    }

    private static void put(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
