package org.yamori.cli.bench.detection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.yamori.cli.Progress;
import org.yamori.cli.Refusal;
import org.yamori.cli.analyze.Analysis;
import org.yamori.cli.analyze.JobAnalysis;
import org.yamori.sensor.simulate.BadScenarioException;
import org.yamori.sensor.simulate.Scenario;
import org.yamori.sensor.simulate.SimulatedPackets;
import org.yamori.sensor.simulate.Simulation;
import org.yamori.sensor.simulate.Truth;
import org.yamori.wire.Finding;
import org.yamori.wire.PacketRow;

/** A scenario whose packets go through the whole job, and what we and the rivals make of them. */
final class PacketScenario {
    private static final String ROOM = "surge";
    /** Surges of a part of a port's sources are none of the port's. */
    private static final String PART = "part";

    private static final int PARALLELISM = 2;

    private final String name;
    private final Path file;
    private final Scenario scenario;
    private final Simulation simulation;

    /** What one detector made of it: a delay for each surge that was noticeable, and what else it said. */
    record Outcome(String detector, Map<String, Double> delays, int falseOnsets, int falsePages, String remark) {}

    /** All of a scenario. */
    record Result(String name, double days, List<PlantedSurge> planted, List<Outcome> outcomes) {}

    /**
     * A surge that the job told.
     *
     * @param end when it was over, the last minute if it was not
     */
    private record Told(String port, int onset, int end, boolean paged) {}

    private PacketScenario(Path file, Scenario scenario) {
        this.file = file;
        this.scenario = scenario;
        name = String.valueOf(file.getFileName()).replaceFirst("[.]ya?ml$", "");
        simulation = Simulation.of(scenario);
    }

    static Result run(Path file, Progress progress) throws IOException {
        try {
            return new PacketScenario(file, Scenario.load(file)).run(progress);
        } catch (BadScenarioException bad) {
            throw new Refusal(String.valueOf(bad.getMessage()), bad);
        }
    }

    private Result run(Progress progress) throws IOException {
        progress.stage(name + ": what is expected");
        BusyPorts busy = new BusyPorts();
        List<PlantedSurge> planted = PlantedSurge.of(truth(busy).expectations(), simulation.startMicros());
        progress.stage(name + ": through the job");
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(outcome(told(progress), planted));
        progress.stage(name + ": rivals");
        outcomes.addAll(new ScenarioRivals(simulation, planted, busy.most())
                .outcomes(outcomes.get(0).falseOnsets()));
        return new Result(name, minutes() / (double) PortSeries.DAY, planted, outcomes);
    }

    private int minutes() {
        return minute(simulation.endMicros() - 1) + 1;
    }

    private int minute(long micros) {
        return PlantedSurge.minute(micros, simulation.startMicros());
    }

    private Truth truth(BusyPorts busy) throws IOException {
        try (SimulatedPackets packets = simulation.allPackets()) {
            PacketRow row = new PacketRow();
            while (packets.next(row)) {
                int port = BusyPorts.numberOfScan(row);
                if (port >= 0) {
                    busy.add(port);
                }
            }
            return Truth.of(packets, scenario);
        }
    }

    private List<Told> told(Progress progress) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<String, NavigableMap<Long, JsonNode>> surges = new TreeMap<>();
        new JobAnalysis()
                .run(
                        request(),
                        (Finding finding) -> {
                            if (finding.kind().equals(ROOM)) {
                                JsonNode yamori = json.readTree(finding.json()).get("yamori");
                                if (!yamori.at("/surge").has(PART)) {
                                    synchronized (surges) {
                                        surges.computeIfAbsent(finding.id(), unseen -> new TreeMap<>())
                                                .put(finding.revision(), yamori);
                                    }
                                }
                            }
                        },
                        progress);
        return surges.values().stream().map(this::told).toList();
    }

    private Told told(NavigableMap<Long, JsonNode> revisions) {
        JsonNode first = revisions.firstEntry().getValue();
        JsonNode last = revisions.lastEntry().getValue();
        boolean over =
                Set.of("end", "withdrawn").contains(last.at("/surge/phase").asText());
        return new Told(
                first.at("/surge/port").asText(),
                toldAt(first),
                over ? toldAt(last) : minutes(),
                revisions.values().stream()
                        .anyMatch(each -> each.path("disposition").asText().equals("paged")));
    }

    private int toldAt(JsonNode revision) {
        return minute(Instant.parse(revision.at("/surge/told").asText()).getEpochSecond() * 1_000_000);
    }

    private Analysis.Request request() {
        return new Analysis.Request(
                List.of(Analysis.Input.of(file)),
                new Analysis.View(List.of(), ZoneId.of("UTC"), "local", Optional.empty(), Optional.empty()),
                Map.of(),
                Set.of(),
                PARALLELISM);
    }

    private static Outcome outcome(List<Told> all, List<PlantedSurge> planted) {
        Map<String, Double> delays = new TreeMap<>();
        for (PlantedSurge surge : planted) {
            if (surge.isNoticeable()) {
                List<Told> same = all.stream()
                        .filter(told -> told.port.equals(surge.port()))
                        .toList();
                int onset = same.stream()
                        .mapToInt(Told::onset)
                        .filter(at -> at >= surge.start() && at <= surge.noticeable() + PlantedSurge.PATIENCE)
                        .min()
                        .orElse(-1);
                boolean open = same.stream().anyMatch(told -> told.onset < surge.start() && told.end > surge.start());
                delays.put(surge.name(), surge.delay(onset, open));
            }
        }
        int falseOnsets = 0;
        int falsePages = 0;
        for (Told told : all) {
            if (planted.stream().noneMatch(surge -> surge.holds(told.port, told.onset))) {
                // What stays open counts again for each day.
                falseOnsets += 1 + (told.end - told.onset) / PortSeries.DAY;
                falsePages += told.paged ? 1 : 0;
            }
        }
        return new Outcome(Duel.OURS, delays, falseOnsets, falsePages, "");
    }
}
