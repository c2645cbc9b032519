package org.yamori.cli.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.wire.Finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReportTest {
    private static final Ledger LEDGER = new Ledger(new TreeMap<>(), new TreeMap<>());
    private static final Map<String, String> WEEKDAYS =
            Map.of("月", "Mon", "火", "Tue", "水", "Wed", "木", "Thu", "金", "Fri", "土", "Sat", "日", "Sun");

    @TempDir
    private Path folder;

    private final List<Finding> findings = new ArrayList<>();

    @Test
    void printedTable2_comesBackWithItsWeekdaysAndSpikeDays() throws IOException {
        List<String> expected = new ArrayList<>(List.of("date\tweekday\tnetwork\tcount\tmark"));
        for (var row : Facts.table("000_table2_daily_counts.tsv")) {
            count(Documents.day(
                    row.get("date"), "network", row.get("network"), Map.of("packets", Long.valueOf(row.get("count")))));
            expected.add(String.join(
                    "\t",
                    row.get("date"),
                    WEEKDAYS.get(row.get("weekday_ja")),
                    row.get("network"),
                    row.get("count"),
                    "exact"));
        }
        write(ReportOptions.DEFAULT);
        assertThat(table("daily_by_network")).isEqualTo(expected).hasSize(1 + 29 * 2);
        assertThat(table("spike_days"))
                .containsExactly(
                        "date\tweekday\tnetwork\tcount\tscore\tmedian\tusual_upper\tverdict",
                        "2014-10-12\tSun\tNORSE\t654022\t3.83\t363129.00\t551186.40\tNORSE only",
                        "2014-10-21\tTue\tNICTER\t2321514\t5.68\t1391719.00\t1649275.00\tNICTER only");
        assertThat(summary())
                .contains("2014-10-07 to 2014-11-04, 29 days")
                .contains("42,074,917")
                .contains("10,862,129")
                .contains("2014-10-12 Sun NORSE only; 2014-10-21 Tue NICTER only");
    }

    @Test
    void printedTable3_comesBackCellByCell() throws IOException {
        List<String> expected = table3AsDocuments();
        write(ReportOptions.DEFAULT);
        assertThat(withoutHeader("source_by_hour")).isEqualTo(expected).hasSize(1968);
    }

    /** Sources are renamed to addresses that sort the other way round; the printed names must come back by rank. */
    @Test
    void printedTable3_withPseudonyms_hasThePaperNamesAndAPrivateKey() throws IOException {
        List<String> expected = new ArrayList<>();
        for (var row : Facts.table("000_table3_source_hour.tsv")) {
            String source = row.get("source");
            String address = "198.51.100." + (100 + Integer.parseInt(source.substring("domain".length())));
            count(Documents.hour(
                    row.get("date"),
                    Integer.parseInt(row.get("hour")),
                    "source",
                    row.get("network") + "|" + address,
                    Map.of("packets", Long.valueOf(row.get("count")))));
            expected.add(String.join(
                    "\t", row.get("date"), source, row.get("network"), row.get("hour"), row.get("count"), "exact"));
        }
        ReportOptions options = new ReportOptions(
                ReportOptions.DEFAULT_PORTS,
                10,
                Optional.empty(),
                true,
                Optional.empty(),
                Optional.empty(),
                SpikeRules.DEFAULT);
        write(options);
        assertThat(withoutHeader("source_by_hour")).isEqualTo(expected);
        Path key = folder.resolve("pseudonyms.key.tsv");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(Files.readAllLines(key))
                .hasSize(42)
                .startsWith("label\tsource\tranked_by", "domain1\t198.51.100.101\tNICTER")
                .endsWith("domain41\t198.51.100.141\tNICTER");
    }

    @Test
    void printedTable8_comesBackByDestinationCountry_withItsZeros() throws IOException {
        List<String> expected = new ArrayList<>();
        for (var row : Facts.table("000_table8_hongkong_sources.tsv")) {
            if (!"to_HK".equals(row.get("measure"))) {
                continue;
            }
            count(Documents.day(
                    row.get("date"),
                    "source-destination-country",
                    row.get("network") + "|" + row.get("source") + "|HK",
                    Map.of("packets", Long.valueOf(row.get("count")), "network", "NORSE")));
            expected.add(String.join(
                    "\t", row.get("date"), row.get("source"), "", "HK", row.get("network"), row.get("count"), "exact"));
        }
        write(ReportOptions.DEFAULT);
        expected.sort(Comparator.naturalOrder());
        assertThat(withoutHeader("source_by_destination_country"))
                .isEqualTo(expected)
                .hasSize(145);
        assertThat(expected).contains("2014-11-03\thk_source_2\t\tHK\tNORSE\t0\texact");
    }

    @Test
    void destinationCountriesOfHoursOnly_areSummedToDays() throws IOException {
        count(Documents.hour("2014-10-21", 0, "source-destination-country", "N|a|HK", Map.of("packets", 3)));
        count(Documents.hour("2014-10-21", 23, "source-destination-country", "N|a|HK", Map.of("packets", 4)));
        count(Documents.hour("2014-10-22", 0, "source-destination-country", "N|a|HK", Map.of("packets", 9)));
        count(Documents.day("2014-10-22", "source-destination-country", "N|a|HK", Map.of("packets", 10)));
        write(ReportOptions.DEFAULT);
        assertThat(withoutHeader("source_by_destination_country"))
                .containsExactly("2014-10-21\ta\t\tHK\tN\t7\texact", "2014-10-22\ta\t\tHK\tN\t10\texact");
    }

    @Test
    void dayThatWasNotObserved_isMissing_neverZero() throws IOException {
        count(Documents.day("2014-10-07", "network", "NICTER", Map.of("packets", 5)));
        count(Documents.day("2014-10-09", "network", "NICTER", Map.of("packets", 7, "missing_cells", 1)));
        count(Documents.day("2014-10-09", "network", "NORSE", Map.of("missing_cells", 3)));
        write(ReportOptions.DEFAULT);
        assertThat(withoutHeader("daily_by_network"))
                .containsExactly(
                        "2014-10-07\tTue\tNICTER\t5\texact",
                        "2014-10-08\tWed\tNICTER\tmissing\tmissing",
                        "2014-10-09\tThu\tNICTER\t7\tat least",
                        "2014-10-07\tTue\tNORSE\tmissing\tmissing",
                        "2014-10-08\tWed\tNORSE\tmissing\tmissing",
                        "2014-10-09\tThu\tNORSE\tmissing\tmissing");
        assertThat(summary()).contains("network NICTER   at least 12 packets", "network NORSE    missing packets");
    }

    @Test
    void oneMissingHourOfAKnownTotal_isDerived_twoAreNot() throws IOException {
        for (String source : List.of("a", "b")) {
            count(Documents.hour("2014-10-21", 0, "source", "N|" + source, Map.of("packets", 600)));
            count(Documents.hour("2014-10-21", 1, "source", "N|" + source, Map.of("missing_cells", 1)));
        }
        count(Documents.hour("2014-10-21", 2, "source", "N|b", Map.of("missing_cells", 1)));
        Path totals = Files.writeString(
                folder.resolve("totals.tsv"),
                "date\tnetwork\tsource\tcount\n2014-10-21\tN\ta\t1704\n2014-10-21\tN\tb\t1704\n");
        write(withTotals(totals));
        assertThat(withoutHeader("source_by_hour"))
                .containsExactly(
                        "2014-10-21\ta\tN\t0\t600\texact",
                        "2014-10-21\ta\tN\t1\t1104\tderived",
                        "2014-10-21\tb\tN\t0\t600\texact",
                        "2014-10-21\tb\tN\t1\tmissing\tmissing",
                        "2014-10-21\tb\tN\t2\tmissing\tmissing");
    }

    @Test
    void totalsThatAreNoTable_areRefusedByLine() throws IOException {
        Path totals = Files.writeString(
                folder.resolve("totals.tsv"), "date\tnetwork\tsource\tcount\n2014-10-21\tN\ta\tmany\n");
        assertThatThrownBy(() -> write(withTotals(totals))).hasMessageContainingAll("totals.tsv line 2", "many");
    }

    /** June to September 2016 by hand: 53413/udp rises from 100 to 900 a day from July 23rd to August 14th. */
    @Test
    void udpStep_isMarkedOnItsDaysAndExplainedByItsPort() throws IOException {
        for (LocalDate day = LocalDate.of(2016, 6, 1); day.getMonthValue() < 10; day = day.plusDays(1)) {
            boolean high = day.isAfter(LocalDate.of(2016, 7, 22)) && day.isBefore(LocalDate.of(2016, 8, 15));
            long netis = high ? 900 : 100;
            long dns = 1_000L + day.getDayOfMonth() % 5;
            String date = day.toString();
            count(Documents.day(date, "total", "", Map.of("packets", netis + dns + 50)));
            count(Documents.day(date, "protocol", "udp", Map.of("packets", netis + dns)));
            count(Documents.day(date, "protocol", "tcp", Map.of("packets", 50, "sources", 9)));
            count(Documents.day(date, "port", "udp/53413", Map.of("packets", netis)));
            count(Documents.day(date, "port", "udp/53", Map.of("packets", dns)));
        }
        write(ReportOptions.DEFAULT);
        List<String> rows = withoutHeader("daily_by_protocol");
        assertThat(rows).hasSize(122);
        assertThat(rows.stream().filter(row -> row.endsWith("udp/53413 (+800 packets a day)")))
                .hasSize(23)
                .startsWith("2016-07-23\tSat\t50\t1903\t0\t0\texact\tudp/53413 (+800 packets a day)")
                .endsWith("2016-08-14\tSun\t50\t1904\t0\t0\texact\tudp/53413 (+800 packets a day)");
        assertThat(summary()).contains("2016-07-23 to 2016-08-14: udp/53413 (+800 packets a day)");
        assertThat(withoutHeader("tcp_sources_by_day")).hasSize(122).contains("2016-08-01\tMon\t9\texact");
    }

    /** 50 packets of which 30 have a protocol: of the other 20 nobody knows, so no protocol is zero. */
    @Test
    void protocolsOfAFeedThatNamesNone_areMissing() throws IOException {
        count(Documents.day("2016-06-01", "total", "", Map.of("packets", 50)));
        count(Documents.day("2016-06-01", "protocol", "tcp", Map.of("packets", 30)));
        write(ReportOptions.DEFAULT);
        assertThat(withoutHeader("daily_by_protocol"))
                .containsExactly("2016-06-01\tWed\t30\tmissing\tmissing\tmissing\tat least\t");
    }

    @Test
    void sourcesOfChosenPorts_countriesAndOwnCountry_areListedByDay() throws IOException {
        count(Documents.day("2016-12-01", "total", "", Map.of("packets", 90, "sources", 70)));
        count(Documents.day("2016-12-01", "port", "tcp/2323", Map.of("packets", 60, "sources", 40)));
        count(Documents.day(
                "2016-12-01", "port", "tcp/80", Map.of("packets", 10, "sources", 3, "sources_exact", true)));
        count(Documents.day(
                "2016-12-01", "port-group", "telnet", Map.of("packets", 80, "sources", 55, "sources_exact", false)));
        count(Documents.day("2016-12-01", "group-country", "telnet|JP", Map.of("sources", 11)));
        count(Documents.day("2016-12-01", "group-country", "telnet|BR", Map.of("sources", 44)));
        count(Documents.day("2016-12-01", "port-country", "tcp/23|JP", Map.of("sources", 812)));
        count(Documents.day("2016-12-01", "port-country", "tcp/2323|JP", Map.of("sources", 1)));
        write(new ReportOptions(
                ReportOptions.DEFAULT_PORTS,
                10,
                Optional.of("JP"),
                false,
                Optional.empty(),
                Optional.empty(),
                SpikeRules.DEFAULT));
        assertThat(withoutHeader("port_sources_by_day"))
                .containsExactly("2016-12-01\ttcp/2323\t40\texact", "2016-12-01\ttelnet\t55\testimate");
        assertThat(withoutHeader("countries_by_day"))
                .contains("2016-12-01\ttelnet\t1\tBR\t44\t80", "2016-12-01\ttelnet\t2\tJP\t11\t20");
        assertThat(withoutHeader("own_country_telnet_sources_by_day")).containsExactly("2016-12-01\tJP\t812\texact");
        assertThat(withoutHeader("port_shares")).containsExactly("1\ttcp/2323\t60\t85.7", "2\ttcp/80\t10\t14.3");
        assertThat(summary())
                .contains("812 to 812 sources a day (near a lower limit of infected devices: DHCP", "NAT", "command")
                .doesNotContain("infected devices =");
    }

    @Test
    void kindsAndVictims_areListed() throws IOException {
        count(Documents.day("2016-12-01", "total", "", Map.of("packets", 200)));
        count(Documents.day("2016-12-01", "kind", "backscatter", Map.of("packets", 100)));
        count(Documents.day("2016-12-01", "kind", "reflection", Map.of("packets", 100)));
        count(Documents.day("2016-12-01", "victim", "192.0.2.1", Map.of("packets", 100)));
        write(ReportOptions.DEFAULT);
        assertThat(table("daily_by_kind"))
                .containsExactly(
                        "date\tscan\tbackscatter\tmisconfiguration\treflection\tother",
                        "2016-12-01\t0\t100\t0\t100\t0");
        assertThat(withoutHeader("victims")).containsExactly("192.0.2.1\t100\texact");
        assertThat(summary()).contains("victims          192.0.2.1 100");
    }

    @Test
    void nothingFound_isSaid() throws IOException {
        write(ReportOptions.DEFAULT);
        assertThat(summary()).contains("no day was observed");
    }

    @Test
    void brokenLine_isNamedByItsNumber() throws IOException {
        count(Documents.day("2016-12-01", "total", "", Map.of("packets", 200)));
        findings.add(new Finding("traffic", "x", 1, Long.MAX_VALUE, "{".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> write(ReportOptions.DEFAULT)).hasMessageContaining("findings.jsonl line 2");
    }

    private List<String> table3AsDocuments() throws IOException {
        List<String> expected = new ArrayList<>();
        for (var row : Facts.table("000_table3_source_hour.tsv")) {
            count(Documents.hour(
                    row.get("date"),
                    Integer.parseInt(row.get("hour")),
                    "source",
                    row.get("network") + "|" + row.get("source"),
                    Map.of("packets", Long.valueOf(row.get("count")))));
            expected.add(String.join(
                    "\t",
                    row.get("date"),
                    row.get("source"),
                    row.get("network"),
                    row.get("hour"),
                    row.get("count"),
                    "exact"));
        }
        return expected;
    }

    private static ReportOptions withTotals(Path totals) {
        return new ReportOptions(
                ReportOptions.DEFAULT_PORTS,
                10,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.of(totals),
                SpikeRules.DEFAULT);
    }

    private void count(Finding finding) {
        findings.add(finding);
    }

    private void write(ReportOptions options) throws IOException {
        findings.sort(Comparator.comparingLong(Finding::anchorMicros).thenComparing(Finding::id));
        Path file = folder.resolve("findings.jsonl");
        StringBuilder lines = new StringBuilder();
        for (Finding finding : findings) {
            lines.append(new String(finding.json(), StandardCharsets.UTF_8)).append('\n');
        }
        Files.writeString(file, lines);
        new Report(file, options).write(folder, LEDGER);
    }

    private List<String> table(String name) throws IOException {
        return Files.readAllLines(folder.resolve("tables").resolve(name + ".tsv"));
    }

    private List<String> withoutHeader(String name) throws IOException {
        List<String> lines = table(name);
        return lines.subList(1, lines.size());
    }

    private String summary() throws IOException {
        return Files.readString(folder.resolve("summary.txt"));
    }
}
