package org.yamori.cli.bench.detection;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What the bench of detectors measured: tables for a person, charts, and JSON for a program. */
final class DetectionFigures {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double[] CHART_CELL = {10, 3};
    private static final String CHART_GROWTH = "5 %";
    private static final int MOST_MINUTES = 120;

    final List<FalseOnsets> falseOnsets = new ArrayList<>();
    final Map<String, List<SurgeCells.Cell>> cells = new LinkedHashMap<>();
    final List<Duel.Outcome> outcomes = new ArrayList<>();
    final List<Nuisances.Result> nuisances = new ArrayList<>();
    final List<PacketScenario.Result> scenarios = new ArrayList<>();
    double[] shifts = new double[0];

    String tables() {
        StringBuilder text = new StringBuilder();
        if (!falseOnsets.isEmpty()) {
            falseTable(text);
        }
        cells.forEach((noise, some) -> cellTable(text, noise, some));
        duelTable(text);
        nuisanceTable(text);
        new ScenarioFigures(scenarios).addTo(text);
        return text.toString();
    }

    private void falseTable(StringBuilder text) {
        line(
                text,
                "%-10s %-7s %-11s %12s %15s %7s %14s %12s",
                "addresses",
                "noise",
                "budget",
                "port-days",
                "telescope-days",
                "onsets",
                "per 30 days",
                "95 % limit");
        for (FalseOnsets some : falseOnsets) {
            line(
                    text,
                    "%-10d %-7s %-11s %,12d %15.1f %7d %14.2f %12.2f",
                    some.telescope().addresses(),
                    some.noise().name(),
                    some.budget(),
                    some.portDays(),
                    some.telescopeDays(),
                    some.onsets(),
                    some.perMonth(),
                    some.limitPerMonth());
        }
        line(text, "");
    }

    private static void cellTable(StringBuilder text, String noise, List<SurgeCells.Cell> cells) {
        line(text, "Minutes from twice the baseline to the finding, median/95th of 100 (missed), %s noise:", noise);
        line(
                text,
                "%8s %6s %-9s %8s %18s %18s %10s",
                "baseline",
                "times",
                "growth",
                "surges",
                "all ports",
                "watch list",
                "excess");
        for (SurgeCells.Cell cell : cells) {
            line(
                    text,
                    "%8.1f %6.1f %-9s %8d %18s %18s %10.1f",
                    cell.level(),
                    cell.times(),
                    cell.growth().name(),
                    cell.ofAll().surges(),
                    words(cell.ofAll()),
                    words(cell.ofWatched()),
                    cell.hosts());
        }
        line(text, "");
    }

    private static String words(Delays delays) {
        int lost = delays.missed() + delays.early();
        return Delays.minutes(delays.quantile(0.5)) + "/" + Delays.minutes(delays.quantile(0.95))
                + (lost == 0 ? "" : " (" + lost + ")");
    }

    /** A row for each detector, a column for each kind of surge. */
    private void duelTable(StringBuilder text) {
        Map<String, Map<String, Duel.Outcome>> rows = new LinkedHashMap<>();
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (Duel.Outcome outcome : outcomes) {
            String column =
                    String.format(Locale.ROOT, "%.1fx%.0f %s", outcome.level(), outcome.times(), outcome.growth());
            columns.putIfAbsent(column, columns.size());
            rows.computeIfAbsent(outcome.name(), unseen -> new LinkedHashMap<>())
                    .put(column, outcome);
        }
        if (rows.isEmpty()) {
            return;
        }
        line(
                text,
                "Against rivals, at %.0f false days in 30 days of 256 ports: median (missed of %d), by baseline x times and"
                        + " growth:",
                Duel.RATES[Duel.RATE],
                outcomes.get(0).delays().get(0).surges());
        for (String growth : List.of("2 %", "5 %", "20 %", "step")) {
            List<String> some = columns.keySet().stream()
                    .filter(name -> name.endsWith(" " + growth))
                    .toList();
            StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-24s", growth));
            some.forEach(name -> head.append(String.format(Locale.ROOT, "%12s", name.split(" ", 2)[0])));
            line(text, "%s", head);
            rows.forEach((name, row) -> {
                StringBuilder cells = new StringBuilder(String.format(Locale.ROOT, "%-24s", name));
                some.forEach(column -> {
                    Delays delays =
                            Objects.requireNonNull(row.get(column)).delays().get(Duel.RATE);
                    int lost = delays.missed() + delays.early();
                    cells.append(String.format(
                            Locale.ROOT,
                            "%12s",
                            Delays.minutes(delays.quantile(0.5)) + (lost == 0 ? "" : " (" + lost + ")")));
                });
                line(text, "%s", cells);
            });
            line(text, "");
        }
    }

    private void nuisanceTable(StringBuilder text) {
        if (nuisances.isEmpty()) {
            return;
        }
        line(text, "%-80s %9s %6s %7s %6s", "nuisance", "baseline", "ports", "onsets", "paged");
        for (Nuisances.Result result : nuisances) {
            line(
                    text,
                    "%-80s %9.1f %6d %7d %6d",
                    result.kind().words,
                    result.level(),
                    result.ports(),
                    result.onsets(),
                    result.paged());
        }
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    /** Median delay against false days, of one kind of surge. */
    LineChart curve() {
        LineChart chart = new LineChart(
                "A surge to three times 10 sources a minute, growing 5 % a minute",
                "false days in 30 days of 256 ports",
                "median delay in minutes (cut at " + MOST_MINUTES + ")",
                -20,
                MOST_MINUTES);
        List<Duel.Outcome> some = new ArrayList<>(outcomes.stream()
                .filter(outcome -> outcome.level() == CHART_CELL[0]
                        && outcome.times() == CHART_CELL[1]
                        && outcome.growth().equals(CHART_GROWTH))
                .toList());
        some.sort((one, other) ->
                Boolean.compare(other.name().equals(Duel.OURS), one.name().equals(Duel.OURS)));
        for (Duel.Outcome outcome : some) {
            double[] ys = outcome.delays().stream()
                    .mapToDouble(delays -> delays.quantile(0.5))
                    .toArray();
            chart.add(new LineChart.Line(outcome.name(), Duel.RATES, ys));
        }
        return chart;
    }

    /** Median delay against the baseline, by growth. */
    LineChart delays() {
        LineChart chart = new LineChart(
                "Surges to three times the baseline, all 131,072 ports",
                "sources a minute before",
                "median delay in minutes",
                -50,
                300);
        cells.values().stream().findFirst().ifPresent(some -> {
            for (Growth growth : Growth.ALL) {
                List<SurgeCells.Cell> row = some.stream()
                        .filter(cell -> cell.growth().equals(growth) && cell.times() == CHART_CELL[1])
                        .toList();
                chart.add(new LineChart.Line(
                        growth.name(),
                        row.stream().mapToDouble(SurgeCells.Cell::level).toArray(),
                        row.stream()
                                .mapToDouble(cell -> cell.ofAll().quantile(0.5))
                                .toArray()));
            }
        });
        return chart;
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (!outcomes.isEmpty()) {
            Files.writeString(folder.resolve("delay-against-false.svg"), curve().svg());
            Files.writeString(folder.resolve("delay-by-baseline.svg"), delays().svg());
        }
        Files.writeString(folder.resolve("detection.txt"), tables());
        Files.writeString(
                folder.resolve("detection.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json()) + "\n");
    }

    private ObjectNode json() {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode onsets = root.putArray("false_onsets");
        for (FalseOnsets some : falseOnsets) {
            onsets.addObject()
                    .put("addresses", some.telescope().addresses())
                    .put("noise", some.noise().name())
                    .put("budget", some.budget())
                    .put("port_days", some.portDays())
                    .put("telescope_days", some.telescopeDays())
                    .put("onsets", some.onsets())
                    .put("per_30_days", some.perMonth())
                    .put("per_30_days_limit_95", some.limitPerMonth());
        }
        ArrayNode surges = root.putArray("surges");
        cells.forEach((noise, some) -> some.forEach(cell -> {
            ObjectNode node = surges.addObject()
                    .put("noise", noise)
                    .put("baseline", cell.level())
                    .put("times", cell.times())
                    .put("growth", cell.growth().name());
            put(node.putObject("all_ports"), cell.ofAll());
            put(node.putObject("watch_list"), cell.ofWatched());
            if (Double.isFinite(cell.hosts())) {
                node.put("mean_excess_at_onset", cell.hosts());
            }
        }));
        ArrayNode rivals = root.putArray("rivals");
        for (Duel.Outcome outcome : outcomes) {
            ObjectNode node = rivals.addObject()
                    .put("detector", outcome.name())
                    .put("baseline", outcome.level())
                    .put("times", outcome.times())
                    .put("growth", outcome.growth());
            ArrayNode rates = node.putArray("by_false_days");
            for (int rate = 0; rate < Duel.RATES.length; rate++) {
                put(
                        rates.addObject().put("per_30_days", Duel.RATES[rate]),
                        outcome.delays().get(rate));
            }
        }
        ArrayNode shifted = root.putArray("threshold_shifts");
        for (double shift : shifts) {
            shifted.add(shift);
        }
        ArrayNode harmless = root.putArray("nuisances");
        for (Nuisances.Result result : nuisances) {
            harmless.addObject()
                    .put("what", result.kind().words)
                    .put("baseline", result.level())
                    .put("ports", result.ports())
                    .put("onsets", result.onsets())
                    .put("paged", result.paged());
        }
        new ScenarioFigures(scenarios).addTo(root.putArray("scenarios"));
        return root;
    }

    private static void put(ObjectNode node, Delays delays) {
        node.put("surges", delays.surges())
                .put("missed", delays.missed())
                .put("false_before", delays.early())
                .put("recall", delays.recall());
        for (int share : new int[] {50, 95}) {
            double delay = delays.quantile(share / 100.0);
            if (Double.isFinite(delay)) {
                node.put("delay_minutes_" + share, delay);
            }
        }
    }
}
