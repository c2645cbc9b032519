package org.yamori.cli.bench.detection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.yamori.cli.bench.detection.PacketScenario.Outcome;
import org.yamori.sensor.simulate.SimulatedPackets;
import org.yamori.sensor.simulate.Simulation;
import org.yamori.wire.PacketRow;

/**
 * The rivals on the packets of a scenario: on the ports that have a surge and on the busiest beside them. Each has the
 * lowest threshold at which it has no more false days than we have false onsets in this very scenario, which nobody
 * could choose in life.
 */
final class ScenarioRivals {
    private final List<PlantedSurge> planted;
    private final int minutes;
    private final Map<String, CountedSeries> series = new TreeMap<>();

    ScenarioRivals(Simulation simulation, List<PlantedSurge> planted, List<String> busiest) throws IOException {
        this.planted = planted;
        minutes = PlantedSurge.minute(simulation.endMicros() - 1, simulation.startMicros()) + 1;
        CountedSeries[] byPort = new CountedSeries[BusyPorts.ALL];
        List<String> ports = new ArrayList<>(busiest);
        planted.stream()
                .filter(PlantedSurge::isNoticeable)
                .map(PlantedSurge::port)
                .forEach(ports::add);
        for (String port : ports) {
            byPort[BusyPorts.number(port)] = series.computeIfAbsent(port, unseen -> new CountedSeries(minutes));
        }
        count(simulation, byPort);
    }

    private void count(Simulation simulation, CountedSeries[] byPort) throws IOException {
        PacketRow row = new PacketRow();
        try (SimulatedPackets packets = simulation.allPackets()) {
            while (packets.next(row)) {
                int port = BusyPorts.numberOfScan(row);
                int minute = PlantedSurge.minute(row.timeMicros, simulation.startMicros());
                if (port >= 0 && byPort[port] != null && minute >= 0 && minute < minutes) {
                    byPort[port].add(minute, source(row));
                }
            }
        }
        series.values().forEach(CountedSeries::finish);
    }

    private static long source(PacketRow row) {
        return row.ipv6
                ? ((row.sourceHigh * 0x9E3779B97F4A7C15L) ^ row.sourceLow) | Long.MIN_VALUE
                : Integer.toUnsignedLong(row.source);
    }

    List<Outcome> outcomes(int falseOnsets) {
        Map<String, Function<CountedSeries, Rival>> rivals = new TreeMap<>();
        Rivals.all().forEach((name, rival) -> rivals.put(name, rival::apply));
        rivals.put("ChangeFinder (packets)", ChangeFinder::ofPackets);
        List<Outcome> outcomes = new ArrayList<>();
        rivals.forEach((name, rival) -> outcomes.add(outcome(name, rival, falseOnsets)));
        return outcomes;
    }

    private Outcome outcome(String name, Function<CountedSeries, Rival> of, int falseOnsets) {
        Map<String, double[]> judged = new HashMap<>();
        List<Double> highest = new ArrayList<>();
        int past = 0;
        for (Map.Entry<String, CountedSeries> port : series.entrySet()) {
            Rival rival = of.apply(port.getValue());
            past = rival.pastDays() * PortSeries.DAY;
            if (past >= minutes) {
                return new Outcome(name, Map.of(), 0, 0, "needs " + rival.pastDays() + " days of past");
            }
            double[] values = judge(rival, past);
            judged.put(port.getKey(), values);
            for (int day = past; day < minutes; day += PortSeries.DAY) {
                highest.add(highestOrdinary(port.getKey(), values, day));
            }
        }
        highest.sort(Collections.reverseOrder());
        double threshold = highest.get(Math.min(falseOnsets, highest.size() - 1));
        Map<String, Double> delays = new TreeMap<>();
        for (PlantedSurge surge : planted) {
            if (surge.isNoticeable()) {
                delays.put(
                        surge.name(), delay(surge, judged.getOrDefault(surge.port(), new double[0]), past, threshold));
            }
        }
        int falseDays =
                (int) highest.stream().filter(value -> value > threshold).count();
        return new Outcome(name, delays, falseDays, falseDays, "");
    }

    private double[] judge(Rival rival, int past) {
        double[] values = new double[minutes];
        for (int minute = 0; minute < minutes; minute++) {
            if (minute < past) {
                rival.learn(minute);
            } else {
                values[minute] = rival.judge(minute);
            }
        }
        return values;
    }

    private double highestOrdinary(String port, double[] values, int day) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int minute = day; minute < Math.min(minutes, day + PortSeries.DAY); minute++) {
            int now = minute;
            if (values[minute] > highest && planted.stream().noneMatch(surge -> surge.holds(port, now))) {
                highest = values[minute];
            }
        }
        return highest;
    }

    /** A minute is known when it is over. */
    private static double delay(PlantedSurge surge, double[] values, int past, double threshold) {
        if (surge.start() < past) {
            return Delays.MISSED;
        }
        boolean open = values[Math.max(0, surge.start() - 1)] > threshold;
        int end = Math.min(values.length, surge.noticeable() + PlantedSurge.PATIENCE);
        for (int minute = surge.start(); minute < end; minute++) {
            if (values[minute] > threshold) {
                return surge.delay(minute + 1, open);
            }
        }
        return Delays.MISSED;
    }
}
