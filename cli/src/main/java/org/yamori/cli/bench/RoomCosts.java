package org.yamori.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.yamori.cli.Progress;
import org.yamori.jobs.topology.Room;

/**
 * What the detect job takes with all of its rooms, without each of them, and with none: the job alone, over packets
 * that Kafka holds already, one job after the other in one task manager. What a room costs is what is saved without it.
 *
 * @param packets that each job read
 * @param measured the round with the least CPU, by what the job was like
 */
record RoomCosts(long packets, Map<String, Measured> measured) {
    static final String ALL = "all rooms";
    static final String BEFORE = "traffic and sensor";
    static final String NONE = "sensor";

    /** One job. */
    record Measured(double seconds, double cpuSeconds) {}

    /** Runs a job with some rooms to its end. */
    interface Job {
        void run(Set<Room> rooms) throws IOException;
    }

    /** CPU seconds that the job's process has used so far. */
    interface Clock {
        double cpuSeconds();
    }

    /** Runs all of them in every round, so that a slow minute of the machine meets each. */
    static RoomCosts measure(long packets, int rounds, Job job, Clock clock, Progress progress) throws IOException {
        Map<String, Set<Room>> jobs = jobs();
        Map<String, Measured> best = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Set<Room>> each : jobs.entrySet()) {
                progress.stage("measuring " + each.getKey() + ", round " + (round + 1) + " of " + rounds);
                double cpu = clock.cpuSeconds();
                long start = System.nanoTime();
                job.run(each.getValue());
                Measured measured = new Measured((System.nanoTime() - start) / 1e9, clock.cpuSeconds() - cpu);
                best.merge(each.getKey(), measured, (a, b) -> a.cpuSeconds <= b.cpuSeconds ? a : b);
            }
        }
        return new RoomCosts(packets, best);
    }

    private static Map<String, Set<Room>> jobs() {
        Map<String, Set<Room>> jobs = new LinkedHashMap<>();
        jobs.put(ALL, EnumSet.allOf(Room.class));
        for (Room room : Room.values()) {
            jobs.put(without(room), EnumSet.complementOf(EnumSet.of(room)));
        }
        jobs.put(BEFORE, EnumSet.of(Room.TRAFFIC));
        jobs.put(NONE, EnumSet.noneOf(Room.class));
        return jobs;
    }

    private static String without(Room room) {
        return "without " + room.word();
    }

    private double nanos(String job) {
        return Objects.requireNonNull(measured.get(job)).cpuSeconds / packets * 1e9;
    }

    /** CPU nanoseconds of a packet, by room; the rest is the way from Kafka to the rooms, and the room sensor. */
    Map<String, Double> nanosByRoom() {
        Map<String, Double> costs = new LinkedHashMap<>();
        for (Room room : Room.values()) {
            costs.put(room.word(), nanos(ALL) - nanos(without(room)));
        }
        costs.put("source, labels, sensor", nanos(NONE));
        return costs;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("%-22s %14s %16s", "detect job alone", "packets/s", "CPU ns a packet"));
        measured.forEach(
                (job, each) -> lines.add(line("%-22s %,14.0f %16.0f", job, packets / each.seconds, nanos(job))));
        lines.add("");
        lines.add(line("%-22s %31s", "room", "CPU ns a packet"));
        nanosByRoom().forEach((room, nanos) -> lines.add(line("%-22s %31.0f", room, nanos)));
        return lines;
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
