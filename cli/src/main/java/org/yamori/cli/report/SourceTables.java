package org.yamori.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yamori.cli.report.TrafficRow.Party;

/** The two tables that name sources. One day is in memory at a time: findings come in the order of time. */
final class SourceTables implements AutoCloseable {
    private final TsvFile byHour;
    private final TsvFile byCountry;
    private final KnownTotals totals;
    private final Map<String, String> pseudonyms;
    private LocalDate day = LocalDate.MIN;
    private final SortedMap<String, SortedMap<String, Lines>> sources = new TreeMap<>(PseudonymLogic.NATURAL);

    private static final class Lines {
        private Party party = new Party("", "", "");
        private final SortedMap<Integer, Count> hours = new TreeMap<>();
        private final SortedMap<String, Count> countries = new TreeMap<>();
        private final SortedMap<String, Count> hourlyCountries = new TreeMap<>();

        /** Those of the day window; where the job gave none, the sums of its hours. */
        SortedMap<String, Count> countries() {
            return countries.isEmpty() ? hourlyCountries : countries;
        }
    }

    SourceTables(Path directory, KnownTotals totals, Map<String, String> pseudonyms) throws IOException {
        this.totals = totals;
        this.pseudonyms = pseudonyms;
        byHour = TsvFile.create(
                directory.resolve("source_by_hour.tsv"), "date", "source", "network", "hour", "count", "mark");
        byCountry = TsvFile.create(
                directory.resolve("source_by_destination_country.tsv"),
                "date",
                "source",
                "source_country",
                "destination_country",
                "network",
                "count",
                "mark");
    }

    void add(TrafficRow row) throws IOException {
        boolean hourly = row.series().is("source") && row.window().isHour();
        boolean byDestination = row.series().is("source-destination-country")
                && (row.window().isDay() || row.window().isHour());
        if (!hourly && !byDestination) {
            return;
        }
        if (!row.window().date().equals(day)) {
            writeDay();
            day = row.window().date();
        }
        Party party = row.series().party();
        Lines lines = sources.computeIfAbsent(
                        pseudonyms.getOrDefault(party.source(), party.source()), source -> new TreeMap<>())
                .computeIfAbsent(row.series().network(), network -> new Lines());
        if (lines.party.country().isEmpty()) {
            lines.party = party;
        }
        if (hourly) {
            lines.hours.merge(row.window().hour(), row.packets(), Count::plus);
        } else {
            SortedMap<String, Count> countries = row.window().isDay() ? lines.countries : lines.hourlyCountries;
            countries.merge(party.destinationCountry(), row.packets(), Count::plus);
        }
    }

    private void writeDay() throws IOException {
        for (var source : sources.entrySet()) {
            for (var network : source.getValue().entrySet()) {
                Lines lines = network.getValue();
                for (var hour : totals.cells(day, network.getKey(), lines.party, lines.hours)
                        .entrySet()) {
                    byHour.row(
                            day,
                            source.getKey(),
                            network.getKey(),
                            hour.getKey(),
                            hour.getValue().text(),
                            hour.getValue().mark());
                }
                for (var country : totals.cells(day, network.getKey(), lines.party, lines.countries())
                        .entrySet()) {
                    byCountry.row(
                            day,
                            source.getKey(),
                            lines.party.country(),
                            country.getKey(),
                            network.getKey(),
                            country.getValue().text(),
                            country.getValue().mark());
                }
            }
        }
        sources.clear();
    }

    @Override
    public void close() throws IOException {
        try {
            writeDay();
        } finally {
            try {
                byHour.close();
            } finally {
                byCountry.close();
            }
        }
    }
}
