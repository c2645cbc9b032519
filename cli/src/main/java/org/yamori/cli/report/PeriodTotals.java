package org.yamori.cli.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yamori.cli.report.TrafficRow.Sources;

/** What one pass over the day windows of a period leaves in memory: per day and per key, never per finding. */
final class PeriodTotals {
    private final ReportOptions options;
    private final SortedMap<LocalDate, Day> days = new TreeMap<>();
    private final NavigableSet<String> networks = new TreeSet<>();
    private final SortedMap<String, Count> sensors = new TreeMap<>();
    private final Map<String, Long> ports = new HashMap<>();
    private final Map<String, Count> kinds = new TreeMap<>();
    private final Map<String, Count> victims = new HashMap<>();
    private final SourceRanking ranking = new SourceRanking();
    private boolean anySourceTables;

    PeriodTotals(ReportOptions options) {
        this.options = options;
    }

    /** One day's windows. */
    static final class Day {
        private Count packets = Count.NOTHING;
        private Optional<Sources> sources = Optional.empty();
        private double completeness = 1;
        private boolean observed;
        private final Map<String, Count> byNetwork = new TreeMap<>();
        private final Map<String, Count> byProtocol = new TreeMap<>();
        private final Map<String, Count> byKind = new TreeMap<>();
        private Optional<Sources> tcpSources = Optional.empty();
        private final Map<String, Sources> chosen = new TreeMap<>();
        private final Map<String, Map<String, Long>> sourcesByCountry = new TreeMap<>();
        private Optional<Sources> ownCountry = Optional.empty();

        Count packets() {
            return packets;
        }

        Optional<Sources> sources() {
            return sources;
        }

        double completeness() {
            return completeness;
        }

        boolean observed() {
            return observed;
        }

        Count network(String network) {
            return byNetwork.getOrDefault(network, Count.MISSING);
        }

        Count protocol(String protocol) {
            return part(byProtocol, protocol);
        }

        Count kind(String kind) {
            return part(byKind, kind);
        }

        /** A part that no row names is zero where the parts that are named make up the whole, else it is missing. */
        private Count part(Map<String, Count> parts, String name) {
            Count part = parts.get(name);
            if (part != null) {
                return part;
            }
            long named = parts.values().stream().mapToLong(Count::atLeast).sum();
            return observed && packets.seen() && named == packets.atLeast()
                    ? Count.atLeast(0, packets.missing())
                    : Count.MISSING;
        }

        Optional<Sources> tcpSources() {
            return tcpSources;
        }

        Optional<Sources> chosen(String series) {
            return Optional.ofNullable(chosen.get(series));
        }

        Map<String, Map<String, Long>> sourcesByCountry() {
            return sourcesByCountry;
        }

        Optional<Sources> ownCountry() {
            return ownCountry;
        }
    }

    void add(TrafficRow row) {
        String breakdown = row.series().breakdown();
        if (breakdown.startsWith("source")) {
            anySourceTables = true;
            if (options.pseudonyms()) {
                ranking.add(row);
            }
        }
        if (!row.window().isDay()) {
            return;
        }
        Day day = days.computeIfAbsent(row.window().date(), date -> new Day());
        String key = row.series().key();
        switch (breakdown) {
            case "total" -> {
                day.observed = true;
                day.packets = row.packets();
                day.sources = row.sources();
                day.completeness = Math.min(day.completeness, row.completeness());
            }
            case "network" -> {
                networks.add(key);
                day.byNetwork.merge(key, row.packets(), Count::plus);
            }
            case "sensor" -> sensors.merge(key, row.packets(), Count::plus);
            case "protocol" -> {
                day.byProtocol.merge(key, row.packets(), Count::plus);
                if (key.equals("tcp")) {
                    day.tcpSources = row.sources();
                }
            }
            case "port" -> {
                ports.merge(key, row.packets().atLeast(), Long::sum);
                if (options.ports().contains(key)) {
                    row.sources().ifPresent(sources -> day.chosen.put(key, sources));
                }
            }
            case "port-group" -> row.sources().ifPresent(sources -> day.chosen.put(key, sources));
            case "kind" -> {
                day.byKind.merge(key, row.packets(), Count::plus);
                kinds.merge(key, row.packets(), Count::plus);
            }
            case "victim" -> victims.merge(key, row.packets(), Count::plus);
            case "port-country", "group-country" -> addCountry(day, key, row.sources());
            default -> {}
        }
    }

    private void addCountry(Day day, String key, Optional<Sources> sources) {
        int bar = key.lastIndexOf('|');
        if (bar < 0 || sources.isEmpty()) {
            return;
        }
        String series = key.substring(0, bar);
        String country = key.substring(bar + 1);
        day.sourcesByCountry
                .computeIfAbsent(series, any -> new TreeMap<>())
                .merge(country, sources.get().count(), Long::sum);
        if (series.equals("tcp/23") && country.equals(options.ownCountry().orElse(""))) {
            day.ownCountry = sources;
        }
    }

    boolean isEmpty() {
        return days.isEmpty();
    }

    /** Every calendar day from the first to the last, also those of which nothing is known. */
    List<LocalDate> calendar() {
        List<LocalDate> calendar = new ArrayList<>();
        if (!days.isEmpty()) {
            for (LocalDate day = days.firstKey(); !day.isAfter(days.lastKey()); day = day.plusDays(1)) {
                calendar.add(day);
            }
        }
        return calendar;
    }

    Day day(LocalDate date) {
        Day day = days.get(date);
        return day == null ? new Day() : day;
    }

    /** The exact or at least partly seen days of one network: what spikes are judged on. */
    SortedMap<LocalDate, Long> networkSeries(String network) {
        SortedMap<LocalDate, Long> series = new TreeMap<>();
        days.forEach((date, day) -> {
            if (day.network(network).seen()) {
                series.put(date, day.network(network).atLeast());
            }
        });
        return series;
    }

    SortedMap<LocalDate, Long> protocolSeries(String protocol) {
        SortedMap<LocalDate, Long> series = new TreeMap<>();
        days.forEach((date, day) -> {
            if (day.protocol(protocol).seen()) {
                series.put(date, day.protocol(protocol).atLeast());
            }
        });
        return series;
    }

    /** Groups and chosen ports whose distinct sources some day has. */
    NavigableSet<String> chosenSeries() {
        NavigableSet<String> series = new TreeSet<>();
        days.values().forEach(day -> series.addAll(day.chosen.keySet()));
        return series;
    }

    NavigableSet<String> networks() {
        return networks;
    }

    SortedMap<String, Count> sensors() {
        return sensors;
    }

    Map<String, Long> ports() {
        return ports;
    }

    Map<String, Count> kinds() {
        return kinds;
    }

    Map<String, Count> victims() {
        return victims;
    }

    boolean anySourceTables() {
        return anySourceTables;
    }

    /** A lower bound as soon as a day of the calendar is missing. */
    Count networkTotal(String network) {
        return MissingCellLogic.sum(
                calendar().stream().map(date -> day(date).network(network)).toList());
    }

    /** Labels of all sources by their rank in one network; empty unless asked for. */
    Map<String, String> pseudonyms() {
        return ranking.labels(rankingNetwork());
    }

    /** The network that gives pseudonyms their rank: the one asked for, else the one with most packets of sources. */
    String rankingNetwork() {
        return options.pseudonymNetwork().orElseGet(ranking::largestNetwork);
    }
}
