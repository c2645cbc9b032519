package org.yamori.sensor.simulate;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the text of a scenario and finds everything that is wrong with it in one go. */
final class ScenarioReader {
    static final Duration MAX_DURATION = Duration.ofDays(366);
    static final Duration MAX_SHUFFLE = Duration.ofSeconds(10);
    static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");
    static final int MAX_SENSORS = 1_000;
    static final int MAX_ACTORS = 1_000;
    /** Tables of an actor at a sensor take about a megabyte. */
    static final int MAX_PAIRS = 2_000;

    /** A second of packets is held in memory at some 100 bytes each. */
    static final long MAX_PACKETS_PER_SECOND = 4_000_000;

    private static final List<String> KINDS = List.of(
            Actor.Background.KIND,
            Actor.Mirai.KIND,
            Actor.Backscatter.KIND,
            Actor.Survey.KIND,
            Actor.Storm.KIND,
            Actor.Host.KIND,
            Actor.Outage.KIND);
    private static final String INSTANT = "an instant from 1970 to 2099 such as 2026-01-05T00:00:00Z";

    private final List<Fields.Problem> problems = new ArrayList<>();
    private Instant start = EARLIEST;
    private Duration duration = Duration.ofSeconds(1);

    private ScenarioReader() {}

    static Scenario read(String text, String file) throws BadScenarioException {
        YamlNode root = YamlNode.read(text, file);
        if (!(root instanceof YamlNode.Mapping mapping)) {
            throw new BadScenarioException(List.of(file + ":" + root.line() + ": the file is " + Fields.shown(root)
                    + "; wanted: keys with values, such as 'seed: 42'"));
        }
        ScenarioReader reader = new ScenarioReader();
        Scenario scenario = reader.scenario(new Fields(file, "", mapping, reader.problems));
        if (!reader.problems.isEmpty()) {
            throw new BadScenarioException(reader.problems.stream()
                    .sorted(Comparator.comparingInt(Fields.Problem::line))
                    .map(Fields.Problem::message)
                    .toList());
        }
        return scenario;
    }

    private Scenario scenario(Fields fields) {
        String name = fields.has("name") ? fields.name("name") : "scenario";
        long seed = fields.scalar(
                "seed", "a whole number of 64 bits such as 42", 0L, text -> new BigInteger(text).longValueExact());
        start = fields.scalar("start", INSTANT, EARLIEST, text -> {
            Instant instant = Fields.parseInstant(text);
            if (instant.isBefore(EARLIEST)
                    || !instant.isBefore(LATEST)
                    || !instant.equals(instant.truncatedTo(ChronoUnit.SECONDS))) {
                throw new IllegalArgumentException(text);
            }
            return instant;
        });
        duration = fields.duration("duration", Duration.ofSeconds(1), MAX_DURATION, true);
        Duration shuffle =
                fields.has("shuffle") ? fields.duration("shuffle", Duration.ZERO, MAX_SHUFFLE, false) : Duration.ZERO;
        List<DarkSensor> sensors = sensors(fields);
        List<Actor> actors = actors(fields, sensors);
        fields.refuseUnknownKeys();
        if ((long) sensors.size() * actors.size() > MAX_PAIRS) {
            fields.problem(
                    fields.lineOf("actors"),
                    "there are " + sensors.size() + " sensors and " + actors.size()
                            + " actors; allowed: a product of at most " + MAX_PAIRS);
        }
        double peak = peakPerSecond(sensors, actors);
        if (peak > MAX_PACKETS_PER_SECOND) {
            fields.problem(
                    fields.lineOf("actors"),
                    "actors send up to " + StrictMath.round(peak) + " packets a second together; allowed: at most "
                            + MAX_PACKETS_PER_SECOND);
        }
        return new Scenario(name, seed, start, duration, shuffle, sensors, actors);
    }

    private static double peakPerSecond(List<DarkSensor> sensors, List<Actor> actors) {
        long addresses = sensors.stream().mapToLong(DarkSensor::addresses).sum();
        double perMinute = 0;
        for (Actor actor : actors) {
            if (actor instanceof Actor.Background background) {
                perMinute += background.packetsPerAddressPerMinute()
                        * addresses
                        * (1 + background.daily())
                        * (1 + background.weekly());
            } else if (actor instanceof Actor.Mirai mirai) {
                perMinute += mirai.to() * mirai.scansPerMinute();
            } else if (actor instanceof Actor.Backscatter backscatter) {
                perMinute += backscatter.packetsPerMinute();
            } else if (actor instanceof Actor.Survey survey) {
                perMinute += survey.packetsPerMinute();
            } else if (actor instanceof Actor.Storm storm) {
                perMinute += storm.packetsPerMinute();
            } else if (actor instanceof Actor.Host host) {
                perMinute += host.packetsPerMinute();
            }
        }
        return perMinute / 60;
    }

    private List<DarkSensor> sensors(Fields fields) {
        List<DarkSensor> sensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Map<AddressRange, String> taken = new HashMap<>();
        List<Fields> all = fields.mappings("sensors", "a list of sensors with name, network and ranges");
        if (all.size() > MAX_SENSORS) {
            fields.problem(
                    fields.lineOf("sensors"), "sensors lists " + all.size() + "; allowed: at most " + MAX_SENSORS);
            return sensors;
        }
        for (Fields sensor : all) {
            String name = sensor.name("name");
            String network = sensor.name("network");
            List<AddressRange> ranges = sensor.ranges("ranges");
            sensor.refuseUnknownKeys();
            requireNew(sensor, names, name);
            for (AddressRange range : ranges) {
                taken.forEach((other, owner) -> {
                    if (range.overlaps(other)) {
                        sensor.problem(
                                sensor.lineOf("ranges"),
                                sensor.path("ranges") + " has " + range + ", which overlaps " + other + " of " + owner
                                        + "; allowed: every address at one sensor only");
                    }
                });
                taken.put(range, name.isEmpty() ? "another sensor" : name);
            }
            accept(sensor, sensors, () -> new DarkSensor(name, network, ranges), !ranges.isEmpty());
        }
        return sensors;
    }

    private List<Actor> actors(Fields fields, List<DarkSensor> sensors) {
        List<Actor> actors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<Fields> all = fields.mappings("actors", "a list of actors with name and kind");
        if (all.size() > MAX_ACTORS) {
            fields.problem(fields.lineOf("actors"), "actors lists " + all.size() + "; allowed: at most " + MAX_ACTORS);
            return actors;
        }
        for (Fields actor : all) {
            String name = actor.name("name");
            requireNew(actor, names, name);
            String kind = actor.scalar("kind", String.join(", ", KINDS), "", text -> text);
            Actor.Role role = role(actor, name);
            switch (kind) {
                case Actor.Background.KIND -> background(actor, role, actors);
                case Actor.Mirai.KIND -> mirai(actor, role, actors);
                case Actor.Backscatter.KIND -> backscatter(actor, role, actors, sensors);
                case Actor.Survey.KIND -> survey(actor, role, actors, sensors);
                case Actor.Storm.KIND -> storm(actor, role, actors);
                case Actor.Host.KIND -> host(actor, role, actors, sensors);
                case Actor.Outage.KIND -> outage(actor, role, actors, sensors);
                default -> {
                    if (!kind.isEmpty()) {
                        String near = Fields.nearest(kind, KINDS);
                        actor.problem(
                                actor.lineOf("kind"),
                                actor.path("kind") + " is '" + kind + "'"
                                        + (near == null ? "" : "; did you mean '" + near + "'?") + "; allowed: "
                                        + String.join(", ", KINDS));
                    }
                }
            }
            if (KINDS.contains(kind)) {
                actor.refuseUnknownKeys();
            }
        }
        return actors;
    }

    private static void requireNew(Fields fields, Set<String> names, String name) {
        if (!name.isEmpty() && !names.add(name)) {
            fields.problem(
                    fields.lineOf("name"), fields.path("name") + " is '" + name + "' a second time; allowed: once");
        }
    }

    /** When an actor acts; what is outside the scenario is a problem, not clipped. */
    private Actor.Role role(Fields actor, String name) {
        long from = 0;
        if (actor.has("start")) {
            String allowed = "a time within the scenario's " + Fields.shown(duration)
                    + " in whole seconds, such as +2h, or " + INSTANT;
            from = actor.scalar("start", allowed, 0L, text -> {
                Duration offset = text.startsWith("+")
                        ? Fields.parseDuration(text.substring(1))
                        : Duration.between(start, Fields.parseInstant(text));
                if (offset.isNegative()
                        || offset.compareTo(duration) >= 0
                        || !offset.equals(offset.truncatedTo(ChronoUnit.SECONDS))) {
                    throw new IllegalArgumentException(text);
                }
                return offset.toSeconds();
            });
        }
        Duration rest = duration.minusSeconds(from);
        Duration length = actor.has("duration") ? actor.duration("duration", Duration.ofSeconds(1), rest, true) : rest;
        return new Actor.Role(name, (int) from, (int) (from + length.toSeconds()));
    }

    private void background(Fields actor, Actor.Role role, List<Actor> actors) {
        double rate = actor.number(Actor.Background.RATE);
        int sources = actor.wholeNumber(Actor.Background.SOURCES);
        double zipf = actor.number(Actor.Background.ZIPF, 1.1);
        double daily = actor.number(Actor.Background.DAILY, 0);
        double weekly = actor.number(Actor.Background.WEEKLY, 0);
        double tail = actor.number(Actor.Background.TAIL, 0.35);
        accept(actor, actors, () -> new Actor.Background(role, rate, sources, zipf, daily, weekly, tail), true);
    }

    private void mirai(Fields actor, Actor.Role role, List<Actor> actors) {
        List<Actor.PortWeight> ports = weightedPorts(actor);
        double growth = actor.number(Actor.Mirai.GROWTH);
        int from = actor.wholeNumber(Actor.Mirai.FROM);
        int to = actor.wholeNumber(Actor.Mirai.TO);
        double rate = actor.number(Actor.Mirai.RATE);
        accept(actor, actors, () -> new Actor.Mirai(role, ports, growth, from, to, rate), !ports.isEmpty());
    }

    private void backscatter(Fields actor, Actor.Role role, List<Actor> actors, List<DarkSensor> sensors) {
        int victim = actor.scalar("victim", "an IPv4 address such as 192.88.99.7", 0, AddressRange::parseAddress);
        int port = actor.wholeNumber(Actor.Backscatter.PORT);
        double rate = actor.number(Actor.Backscatter.RATE);
        requireNotDark(actor, "victim", new AddressRange(victim, 32), sensors);
        accept(actor, actors, () -> new Actor.Backscatter(role, victim, port, rate), true);
    }

    private void survey(Fields actor, Actor.Role role, List<Actor> actors, List<DarkSensor> sensors) {
        List<AddressRange> sources = actor.ranges("sources");
        sources.forEach(range -> requireNotDark(actor, "sources", range, sensors));
        List<Integer> ports = ports(actor);
        double rate = actor.number(Actor.Survey.RATE);
        boolean complete = !sources.isEmpty() && !ports.isEmpty() && !ports.contains(0);
        accept(actor, actors, () -> new Actor.Survey(role, sources, ports, rate), complete);
    }

    private void storm(Fields actor, Actor.Role role, List<Actor> actors) {
        int port = actor.wholeNumber(Actor.Storm.PORT);
        double rate = actor.number(Actor.Storm.RATE);
        accept(actor, actors, () -> new Actor.Storm(role, port, rate), true);
    }

    private void host(Fields actor, Actor.Role role, List<Actor> actors, List<DarkSensor> sensors) {
        int source = actor.scalar("source", "an IPv4 address such as 198.18.5.7", 0, AddressRange::parseAddress);
        requireNotDark(actor, "source", new AddressRange(source, 32), sensors);
        Actor.Order order = actor.has("order")
                ? actor.scalar("order", words(Actor.Order.values(), Actor.Order::word), Actor.Order.RANDOM, text -> {
                    return byWord(Actor.Order.values(), Actor.Order::word, text);
                })
                : Actor.Order.RANDOM;
        List<Integer> ports = ports(actor);
        double rate = actor.number(Actor.Host.RATE);
        boolean complete = !ports.isEmpty() && !ports.contains(0);
        accept(actor, actors, () -> new Actor.Host(role, source, order, ports, rate), complete);
    }

    private void outage(Fields actor, Actor.Role role, List<Actor> actors, List<DarkSensor> sensors) {
        List<String> names = sensors.stream().map(DarkSensor::name).toList();
        String sensor = actor.scalar(
                "sensor",
                String.join(", ", names),
                "",
                text -> byWord(names.toArray(String[]::new), name -> name, text));
        Actor.Fate fate = actor.has("packets")
                ? actor.scalar("packets", words(Actor.Fate.values(), Actor.Fate::word), Actor.Fate.LOST, text -> {
                    return byWord(Actor.Fate.values(), Actor.Fate::word, text);
                })
                : Actor.Fate.LOST;
        for (Actor other : actors) {
            if (other instanceof Actor.Outage before
                    && before.sensor().equals(sensor)
                    && before.role().startSecond() <= role.endSecond()
                    && role.startSecond() <= before.role().endSecond()) {
                actor.problem(
                        actor.line(),
                        actor.path() + " is down when sensor " + sensor + " is down by '"
                                + before.role().name() + "'; allowed: outages of a sensor with time between them");
            }
        }
        accept(actor, actors, () -> new Actor.Outage(role, sensor, fate), !sensor.isEmpty());
    }

    private static <T> String words(T[] values, Function<T, String> word) {
        return Arrays.stream(values).map(word).collect(Collectors.joining(", "));
    }

    private static <T> T byWord(T[] values, Function<T, String> word, String text) {
        return Arrays.stream(values)
                .filter(value -> word.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** {@code [22, 80]}; 0 stands where a problem was said. */
    private static List<Integer> ports(Fields actor) {
        List<Integer> ports = new ArrayList<>();
        List<YamlNode> items = actor.sequence("ports", "a list of ports such as [22, 80]");
        for (int i = 0; i < items.size(); i++) {
            ports.add(port(actor, "ports[" + i + "]", items.get(i)));
        }
        return ports;
    }

    /** {@code [23: 0.9, 2323: 0.1]} or, all alike, {@code [23, 2323]}. */
    private static List<Actor.PortWeight> weightedPorts(Fields actor) {
        List<Actor.PortWeight> ports = new ArrayList<>();
        List<YamlNode> items = actor.sequence("ports", "a list of ports with weights such as [23: 0.9, 2323: 0.1]");
        for (int i = 0; i < items.size(); i++) {
            String key = "ports[" + i + "]";
            YamlNode item = items.get(i);
            if (!(item instanceof YamlNode.Mapping weighted)) {
                int port = port(actor, key, item);
                if (port != 0) {
                    ports.add(new Actor.PortWeight(port, 1));
                }
                continue;
            }
            weighted.entries().forEach((portText, weightNode) -> {
                int port = port(actor, key, new YamlNode.Scalar(weightNode.line(), portText));
                double weight = actor.scalar(
                        key + "." + portText,
                        weightNode,
                        Actor.PortWeight.WEIGHT.allowed(),
                        0.0,
                        text -> Fields.number(text, Actor.PortWeight.WEIGHT));
                if (port != 0 && weight > 0) {
                    ports.add(new Actor.PortWeight(port, weight));
                }
            });
        }
        return ports;
    }

    /** A port, or 0 when a problem was said. */
    private static int port(Fields actor, String key, YamlNode node) {
        Limits limits = Actor.PortWeight.PORT;
        return actor.scalar(key, node, limits.allowed(), 0, text -> (int) Fields.number(text, limits));
    }

    private static void requireNotDark(Fields actor, String key, AddressRange range, List<DarkSensor> sensors) {
        for (DarkSensor sensor : sensors) {
            for (AddressRange dark : sensor.ranges()) {
                if (dark.overlaps(range)) {
                    actor.problem(
                            actor.lineOf(key),
                            actor.path(key) + " is " + range + ", which lies in " + dark + " of sensor " + sensor.name()
                                    + "; allowed: addresses that are not dark");
                }
            }
        }
    }

    private interface Making<T> {
        T make();
    }

    /** Adds what is made unless a part is missing; what its constructor refuses is one more problem. */
    private static <T> void accept(Fields fields, List<T> all, Making<? extends T> making, boolean complete) {
        if (complete) {
            try {
                all.add(making.make());
            } catch (IllegalArgumentException refused) {
                fields.problem(fields.line(), fields.path() + ": " + refused.getMessage());
            }
        }
    }
}
