package org.yamori.sensor.simulate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What shall happen to a set of sensors: a seed, a span of event time, and actors. Immutable. */
public final class Scenario {
    static final long MAX_FILE_BYTES = 1 << 20;

    private final Head head;
    private final Map<String, List<AddressRange>> countries;
    private final List<DarkSensor> sensors;
    private final List<Actor> actors;
    private final AddressPlan plan;
    private final Map<Ranks, Zipf> ranks = new ConcurrentHashMap<>();

    /** Everything but who takes part. */
    record Head(String name, long seed, Instant start, Duration duration, Duration shuffle) {}

    private record Ranks(int sources, double exponent) {}

    Scenario(Head head, Map<String, List<AddressRange>> countries, List<DarkSensor> sensors, List<Actor> actors) {
        this.head = head;
        this.countries = new TreeMap<>(countries);
        this.sensors = List.copyOf(sensors);
        this.actors = List.copyOf(actors);
        plan = new AddressPlan(this.sensors);
    }

    /** Reads a scenario file; problems name the file as it was given. */
    public static Scenario load(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new BadScenarioException(List.of(file + ": this is a directory; wanted: a scenario file"));
        }
        if (!Files.isReadable(file)) {
            throw new BadScenarioException(List.of(file + ": there is no such file, or it may not be read"));
        }
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new BadScenarioException(List.of(
                    file + ": the file has " + Files.size(file) + " bytes; allowed: at most " + MAX_FILE_BYTES));
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return parse(text, file.toString());
        } catch (CharacterCodingException binary) {
            BadScenarioException bad =
                    new BadScenarioException(List.of(file + ": this is no text in UTF-8; wanted: YAML"));
            bad.initCause(binary);
            throw bad;
        }
    }

    /** Reads a scenario from its text; {@code name} stands for the file in problems. */
    public static Scenario parse(String text, String name) throws BadScenarioException {
        return ScenarioReader.read(text, name);
    }

    /** The same orders, other dice. */
    public Scenario withSeed(long newSeed) {
        return new Scenario(
                new Head(head.name, newSeed, head.start, head.duration, head.shuffle), countries, sensors, actors);
    }

    public String name() {
        return head.name;
    }

    public long seed() {
        return head.seed;
    }

    public Instant start() {
        return head.start;
    }

    public Duration duration() {
        return head.duration;
    }

    /** How far arrival may be behind event time; zero means in order. */
    public Duration shuffle() {
        return head.shuffle;
    }

    public List<DarkSensor> sensors() {
        return sensors;
    }

    List<Actor> actors() {
        return actors;
    }

    /** The activity of so many sources by rank; one table for all sensors. */
    Zipf ranks(int sources, double exponent) {
        return ranks.computeIfAbsent(new Ranks(sources, exponent), wanted -> new Zipf(sources, exponent));
    }

    /** How many addresses are dark in a second. */
    int addressesAt(int second) {
        return plan.ofAll(plan.phaseAt(second)).size();
    }

    /** How much more than its mean an actor sends in a second. */
    double rhythm(Actor.Role role, int second) {
        return role.rhythm().factor((double) head.start.getEpochSecond() + second);
    }

    AddressPlan plan() {
        return plan;
    }

    /** The countries of the scenario, a line of range and country each, in the order of addresses. */
    public String countryTable() {
        Map<AddressRange, String> byRange = new TreeMap<>(AddressRange.BY_ADDRESS);
        countries.forEach((country, ranges) -> ranges.forEach(range -> byRange.put(range, country)));
        StringBuilder table = new StringBuilder("# range\tcountry\n");
        byRange.forEach((range, country) ->
                table.append(range).append('\t').append(country).append('\n'));
        return table.toString();
    }

    public boolean hasCountries() {
        return !countries.isEmpty();
    }

    long startMicros() {
        return head.start.getEpochSecond() * 1_000_000;
    }

    int seconds() {
        return (int) head.duration.toSeconds();
    }
}
