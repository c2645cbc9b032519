package org.yamori.sensor.simulate;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

    static final Word NAME = new Word("name", "what the scenario is called");
    static final Word SEED = new Word("seed", "where all random numbers come from");
    static final Word START = new Word("start", "event time of the first second");
    static final Word DURATION = new Word("duration", "how long it lasts");
    static final Word SHUFFLE =
            new Word("shuffle", "every packet arrives later than it was sent by a random part of this");
    static final Word COUNTRIES = new Word("countries", "the ranges of countries, for the sources of actors");
    static final Word SENSORS = new Word("sensors", "who listens");
    static final Word ACTORS = new Word("actors", "who sends, and what befalls sensors");

    private static final String NATIONS = "countries with their ranges such as {JP: [133.0.0.0/8]}";
    private static final String NATION = "[A-Z]{2}";

    private final List<Fields.Problem> problems = new ArrayList<>();

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
        Scenario.Head head = head(fields);
        Map<String, List<AddressRange>> countries = countries(fields);
        Stage empty = new Stage(head.start(), head.duration(), List.of(), countries, false);
        List<DarkSensor> sensors = new SensorReader(fields, empty).read();
        Stage stage = new Stage(head.start(), head.duration(), sensors, countries, false);
        List<Actor> actors = actors(fields, stage);
        fields.refuseUnknownKeys();
        if ((long) sensors.size() * actors.size() > MAX_PAIRS) {
            fields.problem(
                    fields.lineOf("actors"),
                    "there are " + sensors.size() + " sensors and " + actors.size()
                            + " actors; allowed: a product of at most " + MAX_PAIRS);
        }
        long addresses = sensors.stream().mapToLong(DarkSensor::addresses).sum();
        double peak = actors.stream()
                        .mapToDouble(actor -> actor.mostPerMinute(addresses))
                        .sum()
                / 60;
        if (peak > MAX_PACKETS_PER_SECOND) {
            fields.problem(
                    fields.lineOf("actors"),
                    "actors send up to " + StrictMath.round(peak) + " packets a second together; allowed: at most "
                            + MAX_PACKETS_PER_SECOND);
        }
        return new Scenario(head, countries, sensors, actors);
    }

    static Scenario.Head head(Fields fields) {
        String name = fields.name(NAME, "scenario");
        long seed = fields.scalar(
                SEED, "a whole number of 64 bits such as 42", 0L, text -> new BigInteger(text).longValueExact());
        Instant start = fields.scalar(START, Stage.INSTANT, EARLIEST, text -> {
            Instant instant = Times.parseInstant(text);
            if (instant.isBefore(EARLIEST)
                    || !instant.isBefore(LATEST)
                    || !instant.equals(instant.truncatedTo(ChronoUnit.SECONDS))) {
                throw new IllegalArgumentException(text);
            }
            return instant;
        });
        Duration duration = fields.duration(DURATION, Duration.ofSeconds(1), MAX_DURATION, true);
        Duration shuffle = fields.duration(
                SHUFFLE, Duration.ZERO, MAX_SHUFFLE, false, new Fields.Absent<>(Duration.ZERO, "in order"));
        return new Scenario.Head(name, seed, start, duration, shuffle);
    }

    static Map<String, List<AddressRange>> countries(Fields fields) {
        Map<String, List<AddressRange>> countries = new TreeMap<>();
        if (!fields.has(COUNTRIES, NATIONS, "none")) {
            return countries;
        }
        Fields block = fields.block(COUNTRIES, NATIONS);
        if (block == null) {
            return countries;
        }
        Map<AddressRange, String> taken = new TreeMap<>(AddressRange.BY_ADDRESS);
        block.entries().forEach((name, node) -> {
            if (!name.matches(NATION) || !(node instanceof YamlNode.Sequence sequence)) {
                block.wrong(name, node, NATIONS + ", two capital letters each");
                return;
            }
            List<AddressRange> ranges = block.ranges(name, sequence.items());
            for (AddressRange range : ranges) {
                taken.forEach((other, owner) -> {
                    if (range.overlaps(other)) {
                        block.problem(
                                node.line(),
                                block.path(name) + " has " + range + ", which overlaps " + other + " of " + owner
                                        + "; allowed: every address in one country only");
                    }
                });
                taken.put(range, name);
            }
            if (!ranges.isEmpty()) {
                countries.put(name, ranges);
            }
        });
        return countries;
    }

    private List<Actor> actors(Fields fields, Stage stage) {
        List<Actor> actors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<Fields> all = fields.mappings(ACTORS, "a list of actors with name and kind");
        if (all.size() > MAX_ACTORS) {
            fields.problem(fields.lineOf("actors"), "actors lists " + all.size() + "; allowed: at most " + MAX_ACTORS);
            return actors;
        }
        for (Fields fieldsOfOne : all) {
            String name = fieldsOfOne.name(Actor.NAME);
            requireNew(fieldsOfOne, names, name);
            ActorKind kind = kind(fieldsOfOne);
            if (kind != null) {
                Actor actor = kind.read(fieldsOfOne, name, stage);
                fieldsOfOne.refuseUnknownKeys();
                if (actor != null) {
                    requireAlone(fieldsOfOne, actor, actors);
                    actors.add(actor);
                }
            }
        }
        return actors;
    }

    private static @Nullable ActorKind kind(Fields actor) {
        List<String> words = ActorKind.words();
        String allowed = String.join(", ", words);
        String word = actor.scalar(Actor.KIND, allowed, "", text -> text);
        ActorKind kind = ActorKind.of(word);
        if (kind == null && !word.isEmpty()) {
            String near = NearWord.of(word, words);
            actor.problem(
                    actor.lineOf("kind"),
                    actor.path("kind") + " is '" + word + "'" + (near == null ? "" : "; did you mean '" + near + "'?")
                            + "; allowed: " + allowed);
        }
        return kind;
    }

    static void requireNew(Fields fields, Set<String> names, String name) {
        if (!name.isEmpty() && !names.add(name)) {
            fields.problem(
                    fields.lineOf("name"), fields.path("name") + " is '" + name + "' a second time; allowed: once");
        }
    }

    /** Two outages of a sensor need time between them, two wrong clocks may not be at once. */
    private static void requireAlone(Fields fields, Actor actor, List<Actor> actors) {
        for (Actor before : actors) {
            Actor.Role one = before.role();
            Actor.Role other = actor.role();
            if (actor instanceof Outage outage
                    && before instanceof Outage earlier
                    && earlier.sensor().equals(outage.sensor())
                    && one.startSecond() <= other.endSecond()
                    && other.startSecond() <= one.endSecond()) {
                fields.problem(
                        fields.line(),
                        fields.path() + " is down when sensor " + outage.sensor() + " is down by '" + one.name()
                                + "'; allowed: outages of a sensor with time between them");
            }
            if (actor instanceof WrongClock clock
                    && before instanceof WrongClock earlier
                    && earlier.sensor().equals(clock.sensor())
                    && one.startSecond() < other.endSecond()
                    && other.startSecond() < one.endSecond()) {
                fields.problem(
                        fields.line(),
                        fields.path() + " sets the clock of sensor " + clock.sensor() + " when '" + one.name()
                                + "' does; allowed: one after the other");
            }
        }
    }
}
