package org.yamori.jobs.detect.daedalus;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yamori.jobs.flow.Tool;
import org.yamori.wire.AlertThresholds;
import org.yamori.wire.AlertThresholds.Beginning;

/** What a host's behaviour means, as far as it tells: no clock, no stream. */
final class AlertLogic {
    private static final long INTERNET = 1L << 32;
    private static final double SECOND = 1_000_000;
    /** Of steps from one address to another; requirement D-14. */
    private static final int SEQUENTIAL_PERCENT = 90;
    /** Fewer steps may go to the next address by chance. */
    private static final int LEAST_STEPS = 4;
    /** Packets of fewer may come from a forged address or a slip. */
    private static final int SEVERAL_PACKETS = 5;

    private static final int LEAST_MEDIUM = 40;
    private static final int LEAST_HIGH = 70;
    private static final int PERCENT = 100;

    private final DaedalusRules rules;

    AlertLogic(DaedalusRules rules) {
        this.rules = rules;
    }

    /** What an alert takes a host for. */
    enum HostClass {
        INFECTED("infected"),
        ATTACKED("attacked server"),
        SPOOFED("spoofed source"),
        MISCONFIGURED("misconfiguration"),
        HARMLESS("known harmless cause"),
        UNCLEAR("unclear");

        private final String word;

        HostClass(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** In which order addresses are tried. */
    enum Order {
        SEQUENTIAL("sequential"),
        RANDOM("random"),
        UNKNOWN("unknown");

        private final String word;

        Order(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** A reason and what it weighs. */
    record Part(String what, int points) {}

    /** A number, or why there is none. */
    record Estimate(Optional<Double> number, String why) {
        static Estimate none(String why) {
            return new Estimate(Optional.empty(), why);
        }
    }

    /** What the host is taken for; {@code harmless}: something harmless is known to do the same. */
    HostClass classOf(Behaviour behaviour, long destinations, boolean harmless) {
        if (behaviour.darkSource > 0) {
            return HostClass.SPOOFED;
        }
        if (behaviour.backscatter * 2 > behaviour.packets) {
            return HostClass.ATTACKED;
        }
        if (behaviour.with(Tool.MIRAI) > 0) {
            return HostClass.INFECTED;
        }
        if (harmless) {
            return HostClass.HARMLESS;
        }
        if (destinations >= rules.scanDestinations()) {
            return HostClass.INFECTED;
        }
        return behaviour.packets >= SEVERAL_PACKETS && destinations < rules.fewDestinations()
                ? HostClass.MISCONFIGURED
                : HostClass.UNCLEAR;
    }

    static Order orderOf(ScanOrder order) {
        if (order.steps() < LEAST_STEPS) {
            return Order.UNKNOWN;
        }
        return order.toTheNext() * PERCENT >= order.steps() * SEQUENTIAL_PERCENT ? Order.SEQUENTIAL : Order.RANDOM;
    }

    /** How sure it is that this very host sent packets that it should not have sent. */
    static List<Part> confidence(Behaviour behaviour) {
        List<Part> parts = new ArrayList<>();
        if (behaviour.with(Tool.MIRAI) > 0) {
            parts.add(new Part("has the marks of Mirai", 40));
        }
        if (behaviour.packets >= SEVERAL_PACKETS) {
            parts.add(new Part("sent " + SEVERAL_PACKETS + " packets or more", 20));
        }
        if (behaviour.backscatter == 0) {
            parts.add(new Part("answers nobody", 20));
        }
        if (behaviour.darkSource == 0 && behaviour.packets >= SEVERAL_PACKETS && behaviour.oneTtl()) {
            parts.add(new Part("all packets have one TTL, as of one host", 20));
        }
        return parts;
    }

    /** How likely malware is, so that alerts can be put in an order (requirement D-20); explained by its parts. */
    List<Part> likelihood(HostCase host, boolean harmless) {
        Behaviour behaviour = host.behaviour;
        List<Part> parts = new ArrayList<>();
        if (behaviour.darkSource > 0 || behaviour.backscatter * 2 > behaviour.packets) {
            return parts;
        }
        if (behaviour.with(Tool.MIRAI) > 0) {
            parts.add(new Part("has the marks of Mirai", 40));
        }
        if (host.destinations() >= rules.scanDestinations()) {
            parts.add(new Part("tries " + rules.scanDestinations() + " addresses or more in a unit", 25));
        }
        if (!harmless) {
            parts.add(new Part("nothing harmless is known to use its port", 25));
        }
        if (behaviour.external() > 0) {
            parts.add(new Part("reaches darknets of others", 5));
        }
        if (host.unit.number > 1) {
            parts.add(new Part("goes on for more than a unit", 5));
        }
        return parts;
    }

    static int points(List<Part> parts) {
        return parts.stream().mapToInt(Part::points).sum();
    }

    static String level(int points) {
        return points >= LEAST_HIGH ? "high" : points >= LEAST_MEDIUM ? "medium" : "low";
    }

    /** Packets a second from the first to the last. */
    static Optional<Double> meanRate(long packets, long firstMicros, long lastMicros) {
        return packets < 2 || lastMicros <= firstMicros
                ? Optional.empty()
                : Optional.of((packets - 1) * SECOND / (lastMicros - firstMicros));
    }

    /**
     * Packets a second that the host sends to the whole Internet, from those to darknets of others. A host that does
     * not try addresses at random says nothing of addresses that nobody watched.
     *
     * @param addresses dark addresses of others
     */
    static Estimate internetRate(Behaviour behaviour, boolean ipv4, long addresses) {
        if (behaviour.darkSource > 0 || behaviour.backscatter * 2 > behaviour.packets) {
            return Estimate.none("the packets are no scan");
        }
        if (!ipv4) {
            return Estimate.none("of IPv6 too few addresses are watched");
        }
        if (behaviour.external() < SEVERAL_PACKETS) {
            return Estimate.none("fewer than " + SEVERAL_PACKETS + " packets to external darknets");
        }
        if (orderOf(behaviour.order) != Order.RANDOM) {
            return Estimate.none("the order is not random");
        }
        if (addresses == 0 || behaviour.externalLastMicros <= behaviour.externalFirstMicros) {
            return Estimate.none("all packets came at once");
        }
        double seconds = (behaviour.externalLastMicros - behaviour.externalFirstMicros) / SECOND;
        return new Estimate(
                Optional.of((behaviour.external() - 1) / seconds * INTERNET / addresses),
                "packets to " + addresses + " dark addresses of others");
    }

    /** The unit in which a time lies. */
    static UnitCounts unitAt(
            long timeMicros, long firstMicros, AlertThresholds thresholds, ZoneId zone, Destinations.Room room) {
        long unit = thresholds.unitMicros();
        if (thresholds.unitBegins() == Beginning.CLOCK) {
            long offset = zone.getRules()
                            .getOffset(Instant.ofEpochSecond(Math.floorDiv(timeMicros, 1_000_000L)))
                            .getTotalSeconds()
                    * 1_000_000L;
            long from = Math.floorDiv(timeMicros + offset, unit) * unit - offset;
            long firstFrom = Math.floorDiv(firstMicros + offset, unit) * unit - offset;
            return new UnitCounts((from - firstFrom) / unit + 1, from, from + unit, room);
        }
        long number = (timeMicros - firstMicros) / unit;
        return new UnitCounts(number + 1, firstMicros + number * unit, firstMicros + (number + 1) * unit, room);
    }
}
