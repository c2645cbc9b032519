package org.yamori.cli.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yamori.cli.report.PeriodTotals.Day;
import org.yamori.cli.report.StepLogic.Rise;
import org.yamori.cli.report.StepLogic.Step;
import org.yamori.cli.report.TrafficRow.Sources;

/**
 * The tables and the summary of one file of findings: what is printed here was found by the job, nothing is counted
 * again.
 */
public final class Report {
    static final List<String> PROTOCOLS = List.of("tcp", "udp", "icmp", "other");
    static final List<String> KINDS = List.of("scan", "backscatter", "misconfiguration", "reflection", "other");
    /**
     * Ports of a step that are looked at day by day. A port's rise is at most its mean during the step, so the ports
     * with the largest means hold the one with the largest rise.
     */
    private static final int CANDIDATES = 64;

    private final FindingLines findings;
    private final ReportOptions options;
    private final SpikeDayLogic spikes;
    private final StepLogic steps;

    public Report(Path findings, ReportOptions options) {
        this.findings = new FindingLines(findings);
        this.options = options;
        this.spikes = new SpikeDayLogic(options.spikes());
        this.steps = new StepLogic(spikes, StepLogic.DEFAULT_LEAST_DAYS);
    }

    /** A rise of the UDP series and the port that explains it. */
    record ExplainedStep(Step step, Optional<Rise> port) {
        String words() {
            return port.map(rise ->
                            String.format(Locale.ROOT, "%s (+%.0f packets a day)", rise.part(), rise.packetsPerDay()))
                    .orElse("no single port");
        }
    }

    /** What the summary says besides the totals. */
    record Verdicts(
            SortedMap<String, SpikeDayLogic.Period> spikes,
            SortedMap<LocalDate, String> spikeDays,
            List<ExplainedStep> udpSteps,
            List<PortShareLogic.Share> ports) {}

    /** Writes {@code summary.txt}, {@code tables/*.tsv} and, with pseudonyms, {@code pseudonyms.key.tsv}. */
    public void write(Path directory, Ledger ledger) throws IOException {
        KnownTotals totals =
                options.totals().isPresent() ? KnownTotals.read(options.totals().get()) : KnownTotals.none();
        PeriodTotals period = new PeriodTotals(options);
        Events events = new Events();
        findings.forEach(period::add, events::add);

        Path tables = Files.createDirectories(directory.resolve("tables"));
        Verdicts verdicts = verdicts(period);
        writeNetworks(tables, period, verdicts);
        writeProtocols(tables, period, verdicts.udpSteps());
        writeSources(tables, period);
        writeShares(tables, verdicts.ports());
        writeCountries(tables, period);
        writeConcentration(tables, period);
        writeKinds(tables, period);
        if (period.anySourceTables()) {
            Map<String, String> pseudonyms = period.pseudonyms();
            if (options.pseudonyms()) {
                writeKey(directory.resolve("pseudonyms.key.tsv"), period.rankingNetwork(), pseudonyms);
            }
            try (SourceTables sources = new SourceTables(tables, totals, pseudonyms)) {
                findings.forEach(sources::add);
            }
        }
        Files.writeString(directory.resolve("summary.txt"), SummaryText.of(period, verdicts, events, ledger, options));
    }

    private Verdicts verdicts(PeriodTotals period) throws IOException {
        SortedMap<String, SpikeDayLogic.Period> judged = new TreeMap<>();
        SortedMap<String, List<LocalDate>> spikeDays = new TreeMap<>();
        for (String network : period.networks()) {
            SpikeDayLogic.Period verdict = spikes.judge(period.networkSeries(network));
            judged.put(network, verdict);
            spikeDays.put(network, List.copyOf(verdict.spikes().keySet()));
        }
        return new Verdicts(
                judged,
                SpikeDayLogic.verdicts(spikeDays),
                udpSteps(period),
                PortShareLogic.shares(period.ports(), options.top()));
    }

    private List<ExplainedStep> udpSteps(PeriodTotals period) throws IOException {
        SortedMap<LocalDate, Long> udp = period.protocolSeries("udp");
        List<Step> found = steps.steps(udp);
        if (found.isEmpty()) {
            return List.of();
        }
        Map<Step, Map<String, Long>> sums = new HashMap<>();
        findings.forEach(row -> {
            if (isUdpPortOfADay(row)) {
                for (Step step : found) {
                    if (step.holds(row.window().date())) {
                        sums.computeIfAbsent(step, any -> new HashMap<>())
                                .merge(row.series().key(), row.packets().atLeast(), Long::sum);
                    }
                }
            }
        });
        SortedMap<String, SortedMap<LocalDate, Long>> candidates = new TreeMap<>();
        sums.values()
                .forEach(ports -> ports.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .limit(CANDIDATES)
                        .forEach(port -> candidates.put(port.getKey(), new TreeMap<>())));
        findings.forEach(row -> {
            if (isUdpPortOfADay(row) && candidates.containsKey(row.series().key())) {
                candidates
                        .getOrDefault(row.series().key(), new TreeMap<>())
                        .merge(row.window().date(), row.packets().atLeast(), Long::sum);
            }
        });
        List<ExplainedStep> explained = new ArrayList<>();
        for (Step step : found) {
            explained.add(new ExplainedStep(step, StepLogic.explanation(step, found, udp.keySet(), candidates)));
        }
        return explained;
    }

    private static boolean isUdpPortOfADay(TrafficRow row) {
        return row.window().isDay()
                && row.series().is("port")
                && row.series().key().startsWith("udp/");
    }

    private static void writeNetworks(Path tables, PeriodTotals period, Verdicts verdicts) throws IOException {
        try (TsvFile table =
                TsvFile.create(tables.resolve("daily_by_network.tsv"), "date", "weekday", "network", "count", "mark")) {
            for (String network : period.networks()) {
                for (LocalDate date : period.calendar()) {
                    Count count = period.day(date).network(network);
                    table.row(date, weekday(date), network, count.text(), count.mark());
                }
            }
        }
        try (TsvFile table = TsvFile.create(
                tables.resolve("spike_days.tsv"),
                "date",
                "weekday",
                "network",
                "count",
                "score",
                "median",
                "usual_upper",
                "verdict")) {
            for (var verdict : verdicts.spikeDays().entrySet()) {
                LocalDate date = verdict.getKey();
                for (var network : verdicts.spikes().entrySet()) {
                    Double score = network.getValue().spikes().get(date);
                    if (score != null) {
                        table.row(
                                date,
                                weekday(date),
                                network.getKey(),
                                period.day(date).network(network.getKey()).text(),
                                decimal(score),
                                decimal(network.getValue().median()),
                                decimal(network.getValue().usualUpper()),
                                verdict.getValue());
                    }
                }
            }
        }
    }

    private static void writeProtocols(Path tables, PeriodTotals period, List<ExplainedStep> steps) throws IOException {
        try (TsvFile table = TsvFile.create(
                tables.resolve("daily_by_protocol.tsv"),
                "date",
                "weekday",
                "tcp",
                "udp",
                "icmp",
                "other",
                "mark",
                "udp_step")) {
            for (LocalDate date : period.calendar()) {
                Day day = period.day(date);
                List<Object> cells = new ArrayList<>(List.of(date, weekday(date)));
                for (String protocol : PROTOCOLS) {
                    cells.add(day.protocol(protocol).text());
                }
                cells.add(MissingCellLogic.sum(
                                PROTOCOLS.stream().map(day::protocol).toList())
                        .mark());
                cells.add(steps.stream()
                        .filter(step -> step.step().holds(date))
                        .map(ExplainedStep::words)
                        .findFirst()
                        .orElse(""));
                table.row(cells.toArray());
            }
        }
    }

    private void writeSources(Path tables, PeriodTotals period) throws IOException {
        try (TsvFile table =
                TsvFile.create(tables.resolve("tcp_sources_by_day.tsv"), "date", "weekday", "sources", "mark")) {
            for (LocalDate date : period.calendar()) {
                sourcesRow(table, date, weekday(date), period.day(date).tcpSources());
            }
        }
        try (TsvFile table =
                TsvFile.create(tables.resolve("port_sources_by_day.tsv"), "date", "series", "sources", "mark")) {
            for (String series : period.chosenSeries()) {
                for (LocalDate date : period.calendar()) {
                    Day day = period.day(date);
                    if (day.chosen(series).isEmpty() && day.observed()) {
                        table.row(date, series, 0, "exact");
                    } else {
                        sourcesRow(table, date, series, day.chosen(series));
                    }
                }
            }
        }
        if (options.ownCountry().isPresent()) {
            try (TsvFile table = TsvFile.create(
                    tables.resolve("own_country_telnet_sources_by_day.tsv"), "date", "country", "sources", "mark")) {
                for (LocalDate date : period.calendar()) {
                    sourcesRow(
                            table,
                            date,
                            options.ownCountry().get(),
                            period.day(date).ownCountry());
                }
            }
        }
    }

    private static void sourcesRow(TsvFile table, LocalDate date, String what, Optional<Sources> sources)
            throws IOException {
        table.row(
                date,
                what,
                sources.map(some -> Long.toString(some.count())).orElse("missing"),
                sources.map(Sources::mark).orElse("missing"));
    }

    private static void writeShares(Path tables, List<PortShareLogic.Share> shares) throws IOException {
        try (TsvFile table =
                TsvFile.create(tables.resolve("port_shares.tsv"), "rank", "port", "packets", "share_percent")) {
            int rank = 1;
            for (PortShareLogic.Share share : shares) {
                table.row(
                        share.port().equals(PortShareLogic.OTHER) ? "" : rank++,
                        share.port(),
                        share.packets(),
                        share.percent());
            }
        }
    }

    private void writeCountries(Path tables, PeriodTotals period) throws IOException {
        try (TsvFile table = TsvFile.create(
                tables.resolve("countries_by_day.tsv"), "date", "series", "rank", "country", "sources", "percent")) {
            for (LocalDate date : period.calendar()) {
                for (var series : period.day(date).sourcesByCountry().entrySet()) {
                    int rank = 1;
                    for (CountryTableLogic.Line line : CountryTableLogic.lines(series.getValue(), options.top())) {
                        table.row(date, series.getKey(), rank++, line.country(), line.sources(), line.percent());
                    }
                }
            }
        }
    }

    private static void writeConcentration(Path tables, PeriodTotals period) throws IOException {
        try (TsvFile table = TsvFile.create(
                tables.resolve("country_concentration_by_day.tsv"),
                "date",
                "series",
                "sources",
                "first_percent",
                "first_four_percent")) {
            for (LocalDate date : period.calendar()) {
                for (var series : period.day(date).sourcesByCountry().entrySet()) {
                    CountryTableLogic.Concentration spread = CountryTableLogic.concentration(series.getValue());
                    table.row(
                            date,
                            series.getKey(),
                            spread.total(),
                            BigDecimal.valueOf(spread.first(), 1),
                            BigDecimal.valueOf(spread.firstFour(), 1));
                }
            }
        }
    }

    private static void writeKinds(Path tables, PeriodTotals period) throws IOException {
        List<String> header = new ArrayList<>(List.of("date"));
        header.addAll(KINDS);
        try (TsvFile table = TsvFile.create(tables.resolve("daily_by_kind.tsv"), header.toArray(new String[0]))) {
            for (LocalDate date : period.calendar()) {
                List<Object> cells = new ArrayList<>(List.of(date));
                for (String kind : KINDS) {
                    cells.add(period.day(date).kind(kind).text());
                }
                table.row(cells.toArray());
            }
        }
        if (!period.victims().isEmpty()) {
            try (TsvFile table = TsvFile.create(tables.resolve("victims.tsv"), "victim", "packets", "mark")) {
                for (var victim : ranked(period.victims())) {
                    table.row(
                            victim.getKey(),
                            victim.getValue().text(),
                            victim.getValue().mark());
                }
            }
        }
    }

    private static void writeKey(Path file, String network, Map<String, String> pseudonyms) throws IOException {
        try (TsvFile table = TsvFile.createPrivate(file, "label", "source", "ranked_by")) {
            for (var source : pseudonyms.entrySet()) {
                table.row(source.getValue(), source.getKey(), network);
            }
        }
    }

    static List<Map.Entry<String, Count>> ranked(Map<String, Count> counts) {
        List<Map.Entry<String, Count>> ranked = new ArrayList<>(counts.entrySet());
        ranked.sort(Comparator.comparingLong(
                        (Map.Entry<String, Count> entry) -> entry.getValue().atLeast())
                .reversed()
                .thenComparing(Map.Entry::getKey, PseudonymLogic.NATURAL));
        return ranked;
    }

    static String weekday(LocalDate date) {
        DayOfWeek day = date.getDayOfWeek();
        return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
