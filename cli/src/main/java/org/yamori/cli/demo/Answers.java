package org.yamori.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.yamori.cli.demo.TrafficHistory.Point;

/** What the counting rooms, traffic and sensor, have to say about one planted thing: an answer, or nothing. */
final class Answers {
    /** A rise is over this many times the usual. */
    private static final int RISE = 2;
    /** For so many hours one after the other. */
    private static final int RISE_HOURS = 3;
    /** Of an outage's time, that has to be told incomplete or silent. */
    private static final double MOST_OF_IT = 0.8;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration USUAL = Duration.ofHours(1);

    private final TrafficHistory traffic;
    private final SensorHistory sensors;

    Answers(TrafficHistory traffic, SensorHistory sensors) {
        this.traffic = traffic;
        this.sensors = sensors;
    }

    /** Of a worm: distinct sources of its port, hour by hour, against their median before. */
    Optional<String> risenSources(Planted planted) {
        String port = planted.ports().isEmpty() ? "" : planted.ports().get(0);
        SortedMap<Instant, Point> series = traffic.hours(TrafficHistory.port(port));
        SortedMap<Instant, Point> observed = traffic.hours(TrafficHistory.TOTAL);
        Instant began = planted.span().from().truncatedTo(ChronoUnit.HOURS);
        long before = median(observed.headMap(began).keySet().stream()
                .map(hour -> series.getOrDefault(hour, Point.NOTHING).sources())
                .toList());
        long bar = RISE * Math.max(1, before);
        int inARow = 0;
        for (Instant hour : observed.tailMap(began).keySet()) {
            inARow = series.getOrDefault(hour, Point.NOTHING).sources() > bar ? inARow + 1 : 0;
            if (inARow == RISE_HOURS) {
                Instant first = hour.minus(Duration.ofHours(RISE_HOURS - 1));
                long most = series.tailMap(first).values().stream()
                        .mapToLong(Point::sources)
                        .max()
                        .orElse(0);
                return Optional.of(String.format(
                        Locale.ROOT,
                        "sources of %s rose from %,d to %,d an hour; over twice the median from %s, %s",
                        port,
                        before,
                        most,
                        Span.words(first),
                        after(planted.span().from(), first)));
            }
        }
        return Optional.empty();
    }

    private static String after(Instant began, Instant seen) {
        return seen.isAfter(began)
                ? Span.words(Duration.between(began, seen)) + " after its first packet"
                : "the hour of its first packet";
    }

    /** Of a storm: its minutes against those of the hour before, and how often its sources came. */
    Optional<String> risenPackets(Planted planted) {
        String port = planted.ports().isEmpty() ? "" : planted.ports().get(0);
        Instant first = planted.span().from().truncatedTo(ChronoUnit.MINUTES);
        Instant last = planted.span().to().plus(MINUTE);
        SortedMap<Instant, Point> all = traffic.minutes(TrafficHistory.TOTAL);
        SortedMap<Instant, Point> minutes =
                traffic.minutes(TrafficHistory.port(port)).subMap(first, last);
        long usual = median(all.subMap(first.minus(USUAL), first).values().stream()
                .map(Point::packets)
                .toList());
        long most = all.subMap(first, last).values().stream()
                .mapToLong(Point::packets)
                .max()
                .orElse(0);
        long packets = minutes.values().stream().mapToLong(Point::packets).sum();
        long sources = minutes.values().stream().mapToLong(Point::sources).sum();
        if (minutes.isEmpty() || usual == 0 || most <= RISE * usual) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%,d packets of %s in the minutes %s, %.2f per source and minute; all packets rose %.1f-fold, from %,d to"
                        + " %,d a minute",
                packets,
                port,
                new Span(minutes.firstKey(), minutes.lastKey()).words(),
                (double) packets / sources,
                (double) most / usual,
                usual,
                most));
    }

    /** Of an outage: which windows say that they are not complete. */
    Optional<String> incompleteWindows(Planted planted) {
        List<Instant> incomplete = new ArrayList<>();
        double least = 1;
        for (Map.Entry<Instant, Point> minute : traffic.minutes(TrafficHistory.TOTAL)
                .subMap(
                        planted.span().from().truncatedTo(ChronoUnit.MINUTES),
                        planted.span().to())
                .entrySet()) {
            if (minute.getValue().completeness() < 1) {
                incomplete.add(minute.getKey());
                least = Math.min(least, minute.getValue().completeness());
            }
        }
        if (incomplete.size() < MOST_OF_IT * planted.span().length().toMinutes()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%,d minutes %s say that they are incomplete, down to %.2f of what reached all sensors",
                incomplete.size(),
                new Span(incomplete.get(0), incomplete.get(incomplete.size() - 1)).words(),
                least));
    }

    /** Of an outage: what the sensor itself said, or that it said nothing. */
    Optional<String> sensorsWord(Planted planted) {
        String sensor = planted.packetsBySensor().firstKey();
        SensorHistory.Gone gone = sensors.goneIn(sensor, planted.span());
        if (!gone.isNothing()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%s told of %,d packets dropped and %,d lost in that time; planted %,d",
                    sensor,
                    gone.dropped(),
                    gone.lost(),
                    planted.missed().packets()));
        }
        return sensors.silences(sensor).stream()
                .filter(silence -> silence.shareOf(planted.span()) > MOST_OF_IT)
                .findFirst()
                .map(silence ->
                        "no block of " + sensor + " from " + silence.words() + ", " + Span.words(silence.length()));
    }

    private static long median(List<Long> values) {
        return values.isEmpty() ? 0 : values.stream().sorted().toList().get(values.size() / 2);
    }
}
