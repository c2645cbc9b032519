package org.yamori.cli.bench.detection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** What came out of scenarios, for a person and for a program. */
final class ScenarioFigures {
    private final List<PacketScenario.Result> results;

    ScenarioFigures(List<PacketScenario.Result> results) {
        this.results = results;
    }

    void addTo(StringBuilder text) {
        for (PacketScenario.Result result : results) {
            line(text, "");
            line(
                    text,
                    "Scenario %s, %.1f days; minutes from when a surge is noticeable to its finding (- is missed):",
                    result.name(),
                    result.days());
            List<PlantedSurge> noticeable =
                    result.planted().stream().filter(PlantedSurge::isNoticeable).toList();
            StringBuilder head =
                    new StringBuilder(String.format(Locale.ROOT, "%-24s %12s %6s", "", "false onsets", "paged"));
            StringBuilder before =
                    new StringBuilder(String.format(Locale.ROOT, "%-24s %12s %6s", "sources a minute before", "", ""));
            for (PlantedSurge surge : noticeable) {
                head.append(String.format(Locale.ROOT, " %20s", surge.name()));
                before.append(String.format(Locale.ROOT, " %20.2f", surge.baseline()));
            }
            line(text, "%s", head);
            line(text, "%s", before);
            for (PacketScenario.Outcome outcome : result.outcomes()) {
                line(text, "%s", row(outcome, noticeable));
            }
        }
    }

    private static String row(PacketScenario.Outcome outcome, List<PlantedSurge> noticeable) {
        if (!outcome.remark().isEmpty()) {
            return String.format(Locale.ROOT, "%-24s %12s", outcome.detector(), outcome.remark());
        }
        StringBuilder row = new StringBuilder(String.format(
                Locale.ROOT, "%-24s %12d %6s", outcome.detector(), outcome.falseOnsets(), outcome.falsePages()));
        for (PlantedSurge surge : noticeable) {
            row.append(String.format(
                    Locale.ROOT, " %20s", Delays.minutes(outcome.delays().getOrDefault(surge.name(), Delays.MISSED))));
        }
        return row.toString();
    }

    void addTo(ArrayNode scenarios) {
        for (PacketScenario.Result result : results) {
            ObjectNode node = scenarios.addObject().put("name", result.name()).put("days", result.days());
            ArrayNode planted = node.putArray("planted");
            for (PlantedSurge surge : result.planted()) {
                planted.addObject()
                        .put("actor", surge.actor())
                        .put("port", surge.port())
                        .put("start_minute", surge.start())
                        .put("noticeable_minute", surge.noticeable())
                        .put("baseline", surge.baseline());
            }
            ArrayNode outcomes = node.putArray("outcomes");
            for (PacketScenario.Outcome outcome : result.outcomes()) {
                ObjectNode row = outcomes.addObject()
                        .put("detector", outcome.detector())
                        .put("false_onsets", outcome.falseOnsets())
                        .put("false_pages", outcome.falsePages());
                if (!outcome.remark().isEmpty()) {
                    row.put("remark", outcome.remark());
                }
                ObjectNode delays = row.putObject("delay_minutes");
                outcome.delays().forEach((surge, delay) -> {
                    if (Double.isFinite(delay)) {
                        delays.put(surge, delay);
                    } else {
                        delays.putNull(surge);
                    }
                });
            }
        }
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
