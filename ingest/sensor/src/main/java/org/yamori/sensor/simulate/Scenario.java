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

/** What shall happen to a set of sensors: a seed, a span of event time, and actors. Immutable. */
public final class Scenario {
    static final long MAX_FILE_BYTES = 1 << 20;

    private final String name;
    private final long seed;
    private final Instant start;
    private final Duration duration;
    private final Duration shuffle;
    private final List<DarkSensor> sensors;
    private final List<Actor> actors;

    Scenario(
            String name,
            long seed,
            Instant start,
            Duration duration,
            Duration shuffle,
            List<DarkSensor> sensors,
            List<Actor> actors) {
        this.name = name;
        this.seed = seed;
        this.start = start;
        this.duration = duration;
        this.shuffle = shuffle;
        this.sensors = List.copyOf(sensors);
        this.actors = List.copyOf(actors);
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
        return new Scenario(name, newSeed, start, duration, shuffle, sensors, actors);
    }

    public String name() {
        return name;
    }

    public long seed() {
        return seed;
    }

    public Instant start() {
        return start;
    }

    public Duration duration() {
        return duration;
    }

    /** How far arrival may be behind event time; zero means in order. */
    public Duration shuffle() {
        return shuffle;
    }

    public List<DarkSensor> sensors() {
        return sensors;
    }

    List<Actor> actors() {
        return actors;
    }

    long startMicros() {
        return start.getEpochSecond() * 1_000_000 + start.getNano() / 1_000;
    }

    int seconds() {
        return (int) duration.toSeconds();
    }
}
