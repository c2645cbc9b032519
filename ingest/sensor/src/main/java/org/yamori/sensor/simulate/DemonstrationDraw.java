package org.yamori.sensor.simulate;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Draws a demonstration and writes it down.
 *
 * <p>The first fifth of the time is quiet, so that there is something usual to compare with. The rest is four equal
 * parts, in each of which one of the four things happens, in drawn order; only the worm lasts beyond its part, on ports
 * of its own.
 */
final class DemonstrationDraw {
    private static final int ADDRESSES = 512;
    /** Per address and minute, of a real telescope. */
    private static final double USUAL_RATE = 4.76;

    private static final int STORM_TIMES = 10;
    private static final Instant EARLIEST = Instant.parse("2022-01-01T00:00:00Z");
    private static final int START_DAYS = 1_400;
    private static final int QUIET_PARTS = 5;

    private static final List<String> CITIES = List.of(
            "tokyo JP",
            "osaka JP",
            "sapporo JP",
            "seoul KR",
            "taipei TW",
            "singapore SG",
            "sydney AU",
            "mumbai IN",
            "nairobi KE",
            "cairo EG",
            "athens GR",
            "rome IT",
            "vienna AT",
            "berlin DE",
            "paris FR",
            "madrid ES",
            "lisbon PT",
            "dublin IE",
            "oslo NO",
            "helsinki FI",
            "boston US",
            "denver US",
            "toronto CA",
            "lima PE",
            "santiago CL",
            "bogota CO");
    private static final List<String> NETWORKS =
            List.of("lantern", "heron", "basalt", "juniper", "harbour", "meridian", "cinder", "willow");
    private static final List<String> OWNERS =
            List.of("university", "hospital", "city", "library", "railway", "bank", "museum", "port", "observatory");
    private static final List<String> PLACES =
            List.of("kamogawa", "northfield", "elmstadt", "rivabella", "stonebridge", "lindholm", "vesper", "quarry");
    /** Where worms have been seen to grow, and not so busy that one more would go unseen. */
    private static final List<Integer> WORM_PORTS =
            List.of(2323, 5358, 6789, 8291, 9527, 9530, 23231, 34567, 37215, 37777, 49152, 52869, 60001);

    private static final List<Integer> HOST_PORTS = List.of(22, 23, 80, 139, 443, 445, 1433, 3306, 3389, 5900, 8080);

    /** What happens, each in a part of the time of its own. */
    private enum Event {
        WORM,
        STORM,
        HOST,
        OUTAGE
    }

    private record Sensor(String name, String country, AddressRange range) {}

    private record Organisation(String name, AddressRange livenet, List<AddressRange> darknets) {}

    private final RandomStream random;
    private final long seed;
    private final int days;
    private final Instant start;
    private final String network;
    private final List<Sensor> sensors;
    private final List<Organisation> organisations;
    private final double daily;
    private final double weekly;
    private final List<Event> order;
    private final List<Integer> wormPorts;
    private final int stormPort;

    DemonstrationDraw(long seed, int days) {
        this.seed = seed;
        this.days = days;
        random = new RandomStream(RandomStream.mix(seed));
        start = EARLIEST.plus(Duration.ofDays(random.below(START_DAYS)));
        network = oneOf(NETWORKS);
        sensors = sensors();
        organisations = organisations();
        daily = between(15, 45) / 100.0;
        weekly = between(5, 20) / 100.0;
        order = shuffled(List.of(Event.values()));
        wormPorts = wormPorts();
        stormPort = unlike(wormPorts);
    }

    /** The orders. */
    String scenario() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "# Drawn from seed " + seed + ". It says what happens, and when: to be fair, look at it afterwards.");
        line(text, "name: demonstration-" + seed);
        line(text, "seed: " + seed);
        line(text, "start: " + start);
        line(text, "duration: " + days + "d");
        line(text, "sensors:");
        for (Sensor sensor : sensors) {
            line(text, "  - {name: " + sensor.name + ", network: " + network + ", ranges: [" + sensor.range + "]}");
        }
        line(text, "actors:");
        line(
                text,
                "  # what every telescope hears: " + BigDecimal.valueOf(USUAL_RATE)
                        + " packets per address and minute");
        actor(
                text,
                "noise",
                "background",
                "packetsPerAddressPerMinute: " + BigDecimal.valueOf(USUAL_RATE),
                "sources: " + between(100, 400) * 1_000,
                "zipf: " + BigDecimal.valueOf(between(95, 120), 2),
                "daily: " + BigDecimal.valueOf(daily),
                "weekly: " + BigDecimal.valueOf(weekly),
                "tail: " + BigDecimal.valueOf(between(25, 40), 2));
        for (Event event : order) {
            switch (event) {
                case WORM -> worm(text);
                case STORM -> storm(text);
                case HOST -> host(text);
                case OUTAGE -> outage(text);
            }
        }
        return text.toString();
    }

    /** Who owns what and who watches what. */
    String registry() {
        StringBuilder text = new StringBuilder();
        line(text, "# Organisations and sensors of the demonstration of seed " + seed + ".");
        line(text, "organisations:");
        for (Organisation organisation : organisations) {
            line(text, "  - name: " + organisation.name);
            line(text, "    livenets: [" + organisation.livenet + "]");
            line(text, "    darknets: " + organisation.darknets);
        }
        line(text, "sensors:");
        for (Sensor sensor : sensors) {
            line(text, "  - name: " + sensor.name);
            line(text, "    network: " + network);
            line(text, "    kind: blackhole");
            line(text, "    country: " + sensor.country);
            line(text, "    ranges: [" + sensor.range + "]");
        }
        return text.toString();
    }

    /** Two sensors of a /24 each, or three or four of which some have half of one; shared addresses (RFC 6598). */
    private List<Sensor> sensors() {
        int halved = random.below(3);
        List<String> cities = shuffled(CITIES);
        List<Sensor> drawn = new ArrayList<>();
        List<Integer> blocks = shuffled(IntStream.range(0, 64).boxed().toList());
        for (int i = 0; i < 2; i++) {
            int first = (100 << 24) | (64 + blocks.get(i)) << 16 | random.below(256) << 8;
            int pieces = i < halved ? 2 : 1;
            for (int piece = 0; piece < pieces; piece++) {
                String[] city = cities.get(drawn.size()).split(" ", -1);
                drawn.add(new Sensor(
                        city[0] + "-1", city[1], new AddressRange(first + piece * 128, pieces == 2 ? 25 : 24)));
            }
        }
        return drawn;
    }

    /** More organisations than sensors; the first ones own the dark addresses. Live ones are of RFC 2544. */
    private List<Organisation> organisations() {
        List<String> owners = shuffled(OWNERS);
        List<Integer> nets = shuffled(IntStream.range(0, 512).boxed().toList());
        List<Organisation> drawn = new ArrayList<>();
        int count = sensors.size() + between(1, 3);
        for (int i = 0; i < count; i++) {
            drawn.add(new Organisation(
                    owners.get(i) + "-of-" + oneOf(PLACES),
                    new AddressRange((198 << 24) | (18 << 16) | nets.get(i) << 8, 24),
                    i < sensors.size() ? List.of(sensors.get(i).range) : List.of()));
        }
        return drawn;
    }

    /** A port where worms were seen, or any other; half of the worms try a second one. */
    private List<Integer> wormPorts() {
        int port = random.below(2) == 0 ? oneOf(WORM_PORTS) : unlike(List.of());
        return random.below(2) == 0 ? List.of(port) : List.of(port, unlike(List.of(port)));
    }

    private int unlike(List<Integer> others) {
        int port = between(1_025, 65_535);
        return others.contains(port) || HOST_PORTS.contains(port) ? unlike(others) : port;
    }

    /** Reaches 95 % of its hosts in half of its part of the time. */
    private void worm(StringBuilder text) {
        int from = between(2, 9);
        int to = between(2_500, 4_000);
        Duration began = at(Event.WORM, 0.02, 0.3);
        double minutes = partMinutes() * share(0.3, 0.6);
        double growth = (StrictMath.log((double) to / from - 1) + StrictMath.log(19)) / minutes;
        String second = wormPorts.size() == 1 ? "" : ", " + wormPorts.get(1) + ": " + weight(10, 30);
        line(text, "  # grows to " + to + " hosts");
        actor(
                text,
                "worm",
                "mirai",
                "start: +" + Times.shown(began),
                "ports: [" + wormPorts.get(0) + ": 1" + second + "]",
                String.format(
                        Locale.ROOT, "growth: {shape: logistic, from: %d, to: %d, perMinute: %.5f}", from, to, growth),
                "scansPerMinute: " + weight(2, 4));
    }

    private void storm(StringBuilder text) {
        Duration began = at(Event.STORM, 0.1, 0.8);
        double usual = USUAL_RATE
                * ADDRESSES
                * Rhythm.utc(daily, weekly).factor((double) start.plus(began).getEpochSecond());
        line(text, "  # " + STORM_TIMES + " times what is usual at that time of the week, from forged addresses");
        actor(
                text,
                "storm",
                "storm",
                "start: +" + Times.shown(began),
                "duration: " + Times.shown(Duration.ofSeconds(between(480, 2_400))),
                "port: " + stormPort,
                "packetsPerMinute: " + StrictMath.round((STORM_TIMES - 1) * usual));
    }

    private void host(StringBuilder text) {
        Organisation owner = oneOf(organisations);
        int address = owner.livenet.first() + between(1, 254);
        List<Integer> ports = shuffled(HOST_PORTS).subList(0, between(1, 3));
        line(text, "  # a host of " + owner.name);
        actor(
                text,
                "host",
                "host",
                "start: +" + Times.shown(at(Event.HOST, 0.1, 0.5)),
                "duration: " + Times.shown(Duration.ofSeconds(between(2_400, 14_400))),
                "source: " + AddressRange.text(address),
                "order: " + oneOf(List.of("sequential", "random")),
                "ports: " + ports,
                "packetsPerMinute: " + between(4, 40));
    }

    private void outage(StringBuilder text) {
        Duration began = at(Event.OUTAGE, 0.1, 0.4);
        int longest = (int) StrictMath.min(36_000.0, partMinutes() * 60 / 2);
        actor(
                text,
                "outage",
                "outage",
                "start: +" + Times.shown(began),
                "duration: " + Times.shown(Duration.ofSeconds(between(7_200, longest))),
                "sensor: " + oneOf(sensors).name,
                "packets: " + oneOf(List.of("lost", "dropped")));
    }

    private double partMinutes() {
        return days * 1_440.0 * (QUIET_PARTS - 1) / QUIET_PARTS / Event.values().length;
    }

    /** A second of an event's part, between two shares of it. */
    private Duration at(Event event, double from, double to) {
        double part = order.indexOf(event) + share(from, to);
        double minutes = days * 1_440.0 / QUIET_PARTS + part * partMinutes();
        return Duration.ofSeconds(StrictMath.round(minutes * 60));
    }

    private double share(double from, double to) {
        return from + (to - from) * random.nextUnit();
    }

    private String weight(int leastHundredths, int mostHundredths) {
        return BigDecimal.valueOf(between(leastHundredths, mostHundredths), 2).toPlainString();
    }

    private int between(int least, int most) {
        return least + random.below(most - least + 1);
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.below(all.size()));
    }

    /** Fisher and Yates. */
    private <T> List<T> shuffled(List<T> all) {
        List<T> drawn = new ArrayList<>(all);
        for (int i = drawn.size() - 1; i > 0; i--) {
            Collections.swap(drawn, i, random.below(i + 1));
        }
        return drawn;
    }

    private static void actor(StringBuilder text, String name, String kind, String... keys) {
        line(text, "  - name: " + name);
        line(text, "    kind: " + kind);
        for (String key : keys) {
            line(text, "    " + key);
        }
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
