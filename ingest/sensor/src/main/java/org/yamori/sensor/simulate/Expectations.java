package org.yamori.sensor.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Works out what somebody should notice of a scenario that was played, from its orders and its labels. */
final class Expectations {
    private static final int MINUTE = 60;
    private static final int PORTS_NAMED = 32;
    private static final double ALIKE = 1 + 1e-9;

    private final Scenario scenario;
    private final long startMicros;
    private final List<Lane> lanes;
    private final Labels labels;

    Expectations(Scenario scenario, long startMicros, List<Lane> lanes, Labels labels) {
        this.scenario = scenario;
        this.startMicros = startMicros;
        this.lanes = lanes;
        this.labels = labels;
    }

    List<Expectation> all() {
        List<Expectation> all = new ArrayList<>();
        for (Actor actor : scenario.actors()) {
            all.add(of(actor));
        }
        return all;
    }

    private Expectation of(Actor actor) {
        Map<String, Long> byPort = new TreeMap<>();
        Map<String, Long> bySensor = new LinkedHashMap<>();
        long missed = 0;
        for (Label label : labels.all()) {
            if (label.who().actor().equals(actor.role().name())) {
                label.packetsByPort().forEach((port, packets) -> byPort.merge(port, packets, Long::sum));
                bySensor.put(label.who().sensor(), label.packets());
                missed += label.missed().map(Label.Missed::packets).orElse(0L);
            }
        }
        Map<String, Long> ports = new LinkedHashMap<>();
        byPort.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(PORTS_NAMED)
                .forEach(port -> ports.put(port.getKey(), port.getValue()));
        return new Expectation(
                actor.role().name(),
                actor.kind(),
                actor.rooms(),
                new Expectation.When(
                        micros(actor.eventStart()), micros(peak(actor)), micros(actor.eventEnd()), doubled(actor)),
                ports,
                actor.mostSources(),
                actor.traits(),
                bySensor,
                missed);
    }

    private long micros(int second) {
        return startMicros + second * 1_000_000L;
    }

    /** The first minute of the actor in which most packets are expected. */
    private int peak(Actor actor) {
        List<Lane> own = lanes.stream()
                .filter(lane -> lane.actor.equals(actor) && !(lane instanceof SilentLane))
                .toList();
        int peak = actor.eventStart();
        double most = 0;
        for (int second = peak; second < actor.eventEnd() && !own.isEmpty(); second += MINUTE) {
            double expected = 0;
            for (Lane lane : own) {
                expected += lane.expected(second);
            }
            if (expected > most * ALIKE) {
                most = expected;
                peak = second;
            }
        }
        return peak;
    }

    /**
     * Of a scanning population the minutes in which each of its ports has twice the sources, or where it never comes so
     * far, half of the most it adds; of one that does not change and was always there, none.
     */
    private Map<String, Expectation.Doubling> doubled(Actor actor) {
        Map<String, Expectation.Doubling> doubled = new LinkedHashMap<>();
        if (actor instanceof Scan scan && !wasAlwaysThere(scan)) {
            Transport protocol = scan.probe().protocol();
            for (PortWeight port : scan.ports()) {
                double most = mostSources(actor, protocol, port.port());
                for (int second = wholeMinute(actor); second + MINUTE / 2 < actor.eventEnd(); second += MINUTE) {
                    double own = actor.sourcesAMinute(protocol, port.port(), second + MINUTE / 2, scenario);
                    double baseline = baseline(actor, protocol, port.port(), second + MINUTE / 2);
                    if (own > 0 && own >= Math.min(baseline, most / 2)) {
                        doubled.put(
                                protocol.word() + "/" + port.port(),
                                new Expectation.Doubling(micros(second), baseline));
                        break;
                    }
                }
            }
        }
        return doubled;
    }

    private double mostSources(Actor actor, Transport protocol, int port) {
        double most = 0;
        for (int second = wholeMinute(actor); second + MINUTE / 2 < actor.eventEnd(); second += MINUTE) {
            most = Math.max(most, actor.sourcesAMinute(protocol, port, second + MINUTE / 2, scenario));
        }
        return most;
    }

    private static boolean wasAlwaysThere(Scan scan) {
        return scan.population().growth().isSteady() && scan.role().startSecond() == 0;
    }

    /** The first second, from when something begins, with which a minute of event time begins. */
    private int wholeMinute(Actor actor) {
        long start = scenario.start().getEpochSecond() + actor.eventStart();
        return actor.eventStart() + (int) Math.floorMod(-start, (long) MINUTE);
    }

    private double baseline(Actor actor, Transport protocol, int port, int second) {
        double sources = 0;
        for (Actor other : scenario.actors()) {
            boolean acts = second >= other.role().startSecond()
                    && second < other.role().endSecond();
            if (acts && !other.equals(actor)) {
                sources += other.sourcesAMinute(protocol, port, second, scenario);
            }
        }
        return sources;
    }
}
