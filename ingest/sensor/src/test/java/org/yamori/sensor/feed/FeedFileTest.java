package org.yamori.sensor.feed;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.SourceTally;
import org.yamori.wire.PacketRow;
import org.yamori.wire.SharedFolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class FeedFileTest {
    private static final FeedOptions USUAL = FeedOptions.usual();
    private static final FeedOptions NICTER = USUAL.withNetwork("NICTER");
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    private static FeedFile load(FeedOptions options, String... lines) throws IOException {
        return load(options, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static FeedFile load(FeedOptions options, byte[] bytes) throws IOException {
        return FeedFile.load("feed.tsv", new ByteArrayInputStream(bytes), options);
    }

    private static List<PacketRow> rows(FeedFile feed, String network) throws IOException {
        List<PacketRow> rows = new ArrayList<>();
        try (PacketSource source = feed.forNetwork(network)) {
            PacketRow row = new PacketRow();
            while (source.next(row)) {
                assertThat(source.watermarkMicros()).isEqualTo(row.timeMicros);
                rows.add(row);
                row = new PacketRow();
            }
            assertThat(source.tally()).isEqualTo(new SourceTally(rows.size(), rows.size(), Map.of()));
        }
        return rows;
    }

    private static long micros(String instant) {
        return Instant.parse(instant).getEpochSecond() * 1_000_000;
    }

    @Test
    void everyColumn_comesBack() throws Exception {
        FeedFile feed = load(
                USUAL,
                "time\tnetwork\tsource\tsource_country\tdestination\tdestination_country\tprotocol\tdestination_port\tcount",
                "2014-10-21T03:00:00Z\tNICTER\t192.0.2.1\tcn\t198.51.100.2\tJP\ttcp\t23\t1704",
                "2014-10-21T03:00:01Z\tNICTER\tdomain1\tHK\t\t\tudp\t53413\t9007199254740992",
                "2014-10-21T03:00:02Z\tNICTER\t2001:db8::1\t\t2001:db8::2\t\t58\t0\t0",
                "2014-10-21T03:00:03Z\tNICTER\t\t\t\t\t\t\t");

        List<PacketRow> rows = rows(feed, "NICTER");

        assertThat(feed.rows()).isEqualTo(4);
        PacketRow first = rows.get(0);
        assertThat(first.timeMicros).isEqualTo(micros("2014-10-21T03:00:00Z"));
        assertThat(first.source).isEqualTo(0xc0000201);
        assertThat(first.destination).isEqualTo(0xc6336402);
        assertThat(first.sourceCountry).isEqualTo("CN");
        assertThat(first.destinationCountry).isEqualTo("JP");
        assertThat(first.protocol).isEqualTo(6);
        assertThat(first.destinationPort).isEqualTo(23);
        assertThat(first.weight).isEqualTo(1704);
        assertThat(first.missing).isEqualTo(PacketRow.NO_LENGTH);
        PacketRow labelled = rows.get(1);
        assertThat(labelled.sourceLabel).isEqualTo("domain1");
        assertThat(labelled.missing).isEqualTo(PacketRow.NO_LENGTH | PacketRow.NO_SOURCE | PacketRow.NO_DESTINATION);
        assertThat(labelled.destinationPort).isEqualTo(53413);
        assertThat(labelled.weight).isEqualTo(1L << 53);
        PacketRow wide = rows.get(2);
        assertThat(wide.ipv6).isTrue();
        assertThat(wide.sourceHigh).isEqualTo(0x20010db800000000L);
        assertThat(wide.destinationLow).isEqualTo(2);
        assertThat(wide.protocol).isEqualTo(58);
        assertThat(wide.weight).as("zero was counted and is not missing").isZero();
        assertThat(wide.missing).isEqualTo(PacketRow.NO_LENGTH);
        PacketRow empty = rows.get(3);
        assertThat(empty.weight).isZero();
        assertThat(empty.missing)
                .isEqualTo(PacketRow.NO_LENGTH
                        | PacketRow.NO_SOURCE
                        | PacketRow.NO_DESTINATION
                        | PacketRow.NO_PROTOCOL
                        | PacketRow.NO_PORT
                        | PacketRow.NO_COUNT);
    }

    /** Requirement X-02: 15:00 UTC is midnight in Tokyo. */
    @ParameterizedTest
    @CsvSource({
        "2014-10-21, Asia/Tokyo, 2014-10-20T15:00:00Z",
        "2014-10-21, UTC, 2014-10-21T00:00:00Z",
        "2014-10-21T00:00, Asia/Tokyo, 2014-10-20T15:00:00Z",
        "2014-10-21 00:00:00, Asia/Tokyo, 2014-10-20T15:00:00Z",
        "2014-10-20T15:00:00Z, Asia/Tokyo, 2014-10-20T15:00:00Z",
        "2014-10-21T00:00:00+09:00, UTC, 2014-10-20T15:00:00Z",
        "2014-10-21T00:00:00+0900, UTC, 2014-10-20T15:00:00Z",
        "2014-10-21T00:00:00+09, UTC, 2014-10-20T15:00:00Z",
        "1970-01-01, UTC, 1970-01-01T00:00:00Z",
        "2100-01-01T00:00:00Z, UTC, 2100-01-01T00:00:00Z"
    })
    void time_isIso8601_inTheZoneWhereItHasNoOffset(String time, String zone, String expected) throws Exception {
        FeedFile feed = load(NICTER.withZone(ZoneId.of(zone)), "time", time);
        assertThat(rows(feed, "NICTER").get(0).timeMicros).isEqualTo(micros(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2014-02-30",
                "2014-02-30T00:00",
                "2014-10-21T24:01",
                "2014-10-21T",
                "2014-10-21T00:00+9",
                "1969-12-31",
                "2014-1-1",
                "1413849600",
                "2014-10-21T00:00:00Z+01:00"
            })
    void whatIsNoTime_isAProblem(String time) {
        assertProblems(
                NICTER,
                "time\n" + time + "\n",
                "feed.tsv, line 2: column time: '" + time + "'; allowed: " + FeedClock.ALLOWED);
    }

    @Test
    void dateAndHour_standInForTime() throws Exception {
        FeedFile feed = load(NICTER.withZone(TOKYO), "date\thour\tcount", "2014-10-21\t0\t5", "2014-10-21\t23\t6");
        List<PacketRow> rows = rows(feed, "NICTER");
        assertThat(rows.get(0).timeMicros).isEqualTo(micros("2014-10-20T15:00:00Z"));
        assertThat(rows.get(1).timeMicros).isEqualTo(micros("2014-10-21T14:00:00Z"));
    }

    @Test
    void hourThatTheZoneLeapsOver_isAProblem() {
        assertProblems(
                NICTER.withZone(ZoneId.of("Europe/Berlin")),
                "date\thour\n2014-03-30\t1\n2014-03-30\t2\n",
                "feed.tsv, line 3: column date: '2014-03-30 2'; allowed: a time that the zone Europe/Berlin does not leap over");
    }

    @Test
    void feedWithoutCounts_countsEachRowOnce() throws Exception {
        PacketRow row = rows(load(NICTER, "time", "2014-10-21"), "NICTER").get(0);
        assertThat(row.weight).isEqualTo(1);
        assertThat(row.missing & PacketRow.NO_COUNT).isZero();
    }

    @Test
    void csv_mayBeQuoted() throws Exception {
        byte[] csv = String.join(
                        "\r\n",
                        "\ufefftime,network,source,count",
                        "2014-10-21,NICTER,\"a \"\"b\"\", c\nd\",\"7\"",
                        "",
                        "2014-10-22,NORSE,e,8")
                .getBytes(StandardCharsets.UTF_8);
        FeedFile feed = load(USUAL, csv);
        assertThat(feed.networks()).containsExactly("NICTER", "NORSE");
        PacketRow row = rows(feed, "NICTER").get(0);
        assertThat(row.sourceLabel).isEqualTo("a \"b\", c\nd");
        assertThat(row.weight).isEqualTo(7);
        assertThat(rows(feed, "NORSE").get(0).sourceLabel).isEqualTo("e");
        assertThat(load(USUAL, Zstd.compress(csv)).rows()).isEqualTo(2);
    }

    @Test
    void jsonLines_mayLeaveColumnsOut() throws Exception {
        FeedFile feed = load(
                USUAL,
                "{\"time\":\"2014-10-21T03:00:00Z\",\"network\":\"NICTER\",\"count\":12,\"destination_port\":23}",
                "",
                "{\"network\":\"NICTER\",\"time\":\"2014-10-21T04:00:00Z\",\"count\":\"13\",\"protocol\":null}",
                "{\"network\":\"NICTER\",\"time\":\"2014-10-21T05:00:00Z\",\"source\":\"domain1\"}");
        List<PacketRow> rows = rows(feed, "NICTER");
        assertThat(rows.get(0).weight).isEqualTo(12);
        assertThat(rows.get(0).destinationPort).isEqualTo(23);
        assertThat(rows.get(1).weight).isEqualTo(13);
        assertThat(rows.get(2).sourceLabel).isEqualTo("domain1");
        assertThat(rows.get(2).missing & PacketRow.NO_COUNT)
                .as("other lines have counts, so this one is missing")
                .isNotZero();
    }

    @Test
    void jsonOfAWrongType_isAProblem() {
        assertProblems(
                NICTER,
                """
                {"time":"2014-10-21","count":true}
                {"time":"2014-10-21","count":1.5}
                {"time":[1],"count":1}
                [1]
                {"time":"2014-10-21","size":1}
                {"time":"2014-10-21"} x
                """,
                "feed.tsv, line 1: column count: 'true'; allowed: a text, a whole number or null",
                "feed.tsv, line 2: column count: '1.5'; allowed: a text, a whole number or null",
                "feed.tsv, line 3: column time: '['; allowed: a text, a whole number or null",
                "feed.tsv, line 4: '[1]'; allowed: one JSON object per line",
                "feed.tsv, line 5: column 'size' is not known; allowed: time, date, hour, network, source,"
                        + " source_country, destination, destination_country, protocol, destination_port, count",
                "feed.tsv, line 6: is no JSON object: Unrecognized token 'x': was expecting (JSON String, Number, Array,"
                        + " Object or token 'null', 'true' or 'false')");
    }

    @Test
    void rows_areSortedByTime_andKeepTheirOrderWithinOne() throws Exception {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder("date\thour\tnetwork\tcount\n");
        Map<Integer, List<Long>> expected = new TreeMap<>();
        for (long i = 0; i < 5000; i++) {
            int hour = random.nextInt(24);
            boolean other = random.nextInt(3) == 0;
            text.append("2014-10-21\t" + hour + "\t" + (other ? "B" : "A") + "\t" + i + "\n");
            if (!other) {
                expected.computeIfAbsent(hour, any -> new ArrayList<>()).add(i);
            }
        }
        FeedFile feed = load(USUAL, text.toString().getBytes(StandardCharsets.UTF_8));
        List<Long> weights = rows(feed, "A").stream().map(row -> row.weight).toList();
        assertThat(weights)
                .as("seed 5")
                .isEqualTo(expected.values().stream().flatMap(List::stream).toList());
        assertThat(feed.forNetwork("A")).as("may be read again").isNotNull();
        assertThat(rows(feed, "A")).hasSize(weights.size());
        assertThatThrownBy(() -> feed.forNetwork("C"))
                .hasMessageContaining("'C'")
                .hasMessageContaining("A, B");
    }

    @Test
    void badCells_areAllNamedAtOnce() {
        assertProblems(
                USUAL,
                """
                time\tnetwork\tsource\tsource_country\tdestination\tprotocol\tdestination_port\tcount
                21.10.2014\tNICTER\t1.2.3.4\tJPN\thost\ttpc\t65536\t-1
                2014-10-21\tNIC TER\t1.2.3.256\tJP\t::1\t256\t1.5\t9007199254740993
                2014-10-21\tNICTER\t1.2.3.4\tJP\t::1\t6\t1\t1
                2014-10-21\tNICTER
                """,
                "feed.tsv, line 2: column time: '21.10.2014'; allowed: " + FeedClock.ALLOWED,
                "feed.tsv, line 2: column destination: 'host'; allowed: an IP address, or nothing",
                "feed.tsv, line 2: column source_country: 'JPN'; allowed: two letters as in ISO 3166-1, or nothing",
                "feed.tsv, line 2: column protocol: 'tpc'; allowed: tcp, udp, icmp, icmpv6, a number from 0 to 255, or nothing",
                "feed.tsv, line 2: column destination_port: '65536'; allowed: a whole number from 0 to 65535",
                "feed.tsv, line 2: column count: '-1'; allowed: a whole number from 0 to 9007199254740992",
                "feed.tsv, line 3: column network: 'NIC TER'; allowed: 1 to 100 letters, digits, '_', '.' or '-'",
                "feed.tsv, line 3: column source: '1.2.3.256'; allowed: an IP address, or a name of up to 200"
                        + " characters that does not look like one",
                "feed.tsv, line 3: column protocol: '256'; allowed: tcp, udp, icmp, icmpv6, a number from 0 to 255, or nothing",
                "feed.tsv, line 3: column destination_port: '1.5'; allowed: a whole number from 0 to 65535",
                "feed.tsv, line 3: column count: '9007199254740993'; allowed: a whole number from 0 to 9007199254740992",
                "feed.tsv, line 4: column destination: '::1'; allowed: an address of the same family as the source",
                "feed.tsv, line 5: row of 2 cells; allowed: 8, as in the header");
    }

    @Test
    void unknownColumn_isRefusedWithTheNearestName_unlessIgnored() throws Exception {
        String feed = "time\tdestination_prt\trow_order\tcount\n2014-10-21\t1\t2\t3\n";
        String allowed = "; allowed: time, date, hour, network, source, source_country, destination,"
                + " destination_country, protocol, destination_port, count";
        assertProblems(
                NICTER,
                feed,
                "feed.tsv, line 1: column 'destination_prt' is not known; did you mean destination_port?" + allowed,
                "feed.tsv, line 1: column 'row_order' is not known" + allowed);

        FeedFile read = load(
                NICTER.withIgnoredColumns(Set.of("row_order", "destination_prt")),
                feed.getBytes(StandardCharsets.UTF_8));
        assertThat(rows(read, "NICTER").get(0).weight).isEqualTo(3);
    }

    @Test
    void headerWithoutTimeOrNetwork_isRefused() {
        assertProblems(
                USUAL,
                "hour\tcount\tcount\n1\t2\t3\n",
                "feed.tsv, line 1: column 'count' stands there twice; allowed: once",
                "feed.tsv, line 1: header needs either column time or column date (with or without hour), not both",
                "feed.tsv, line 1: column hour; allowed: beside column date only",
                "feed.tsv, line 1: no column network and no network given as an option; one of them must name it");
    }

    @Test
    void networksThatWouldBeOneSensor_areRefused() {
        assertProblems(
                USUAL,
                "time\tnetwork\n2014-10-21\tNORSE\n2014-10-21\tNorse\n",
                "feed.tsv: networks 'NORSE' and 'Norse' would both be sensor 'norse'; allowed: names that differ in more"
                        + " than upper and lower case");
    }

    @Test
    void twentyProblems_areEnough() {
        FeedException refused = catchThrowableOfType(
                FeedException.class,
                () -> load(NICTER, ("count\ttime\n" + "x\t2014-10-21\n".repeat(50)).getBytes(StandardCharsets.UTF_8)));
        assertThat(refused.problems()).hasSize(20);
        assertThat(refused.problems().get(19)).startsWith("feed.tsv, line 21:").endsWith("(reading stopped here)");
    }

    @Test
    void moreRowsThanTheLimit_areRefused() throws Exception {
        assertThat(load(NICTER.withMaxRows(2), "time", "2014-10-21", "2014-10-22")
                        .rows())
                .isEqualTo(2);
        assertProblems(
                NICTER.withMaxRows(1),
                "time\n2014-10-21\n2014-10-22\n",
                "feed.tsv, line 3: more than 1 rows; allowed: up to that, or a larger limit (reading stopped here)");
    }

    @Test
    void whatIsNoTable_isRefused(@TempDir Path folder) {
        assertProblems(NICTER, " \n\n", "feed.tsv: the feed is empty; allowed: a header row and rows");
        assertProblems(
                NICTER,
                "[{\"time\":1}]",
                "feed.tsv, line 1: a JSON array; allowed: one JSON object per line, or TSV, or CSV");
        assertProblems(NICTER, "time,source\n2014-10-21,\"a\n", "feed.tsv, line 2: cell 2 has no closing quote");
        assertProblems(
                NICTER,
                "time,source\n2014-10-21,\"a\"b\n",
                "feed.tsv, line 2: cell 2 goes on behind its closing quote");
        assertThatThrownBy(() -> load(NICTER, new byte[] {'t', (byte) 0xff, '\n'}))
                .isInstanceOf(FeedException.class)
                .hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> FeedFile.load(folder, NICTER))
                .isInstanceOf(FeedException.class)
                .hasMessageContaining("is a directory");
        assertThatThrownBy(() -> FeedFile.load(folder.resolve("nowhere"), NICTER))
                .isInstanceOf(FeedException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> load(NICTER, "x".repeat(2 << 20).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(FeedException.class)
                .hasMessageContaining("longer than 1048576 characters");
    }

    private static void assertProblems(FeedOptions options, String feed, String... problems) {
        FeedException refused =
                catchThrowableOfType(FeedException.class, () -> load(options, feed.getBytes(StandardCharsets.UTF_8)));
        assertThat(refused.problems()).containsExactly(problems);
    }

    @ParameterizedTest
    @CsvSource({"NICTER, nicter", "Class B_1, class-b_1", "日本, feed--", "a.b, a.b", "-x, feed-x"})
    void sensorName_isALowerCaseTopicWord(String network, String expected) {
        assertThat(FeedFile.sensorName(network)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "a, '', 1", "count, count, 0", "cuont, count, 2"})
    void distance_isLevenshteins(String from, String to, int expected) {
        assertThat(FeedColumn.distance(from, to)).isEqualTo(expected);
    }

    /** Requirement X-01: the published tables come back without one different cell. */
    @ParameterizedTest
    @CsvSource({
        "000_table2_daily_counts.tsv, weekday_ja",
        "000_table3_source_hour.tsv, rank_in_table",
        "000_table8_hongkong_sources.tsv, row_order src_country measure"
    })
    void publishedTables_comeBackCellByCell(String name, String ignored) throws Exception {
        Path table = SharedFolder.file("spec/facts").resolve(name);
        List<String> lines = Files.readAllLines(table);
        List<String> header = List.of(lines.get(0).split("\t", -1));
        List<String> expected = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            String hour = header.contains("hour") ? cells[header.indexOf("hour")] : "0";
            String source = header.contains("source") ? cells[header.indexOf("source")] : "";
            expected.add(cells[header.indexOf("network")] + " " + cells[header.indexOf("date")] + " " + hour + " "
                    + source + " " + cells[header.indexOf("count")]);
        }

        FeedFile feed = FeedFile.load(table, USUAL.withZone(TOKYO).withIgnoredColumns(Set.of(ignored.split(" "))));
        List<String> found = new ArrayList<>();
        for (String network : feed.networks()) {
            for (PacketRow row : rows(feed, network)) {
                var time = Instant.ofEpochSecond(row.timeMicros / 1_000_000).atZone(TOKYO);
                String count = (row.missing & PacketRow.NO_COUNT) != 0 ? "" : String.valueOf(row.weight);
                found.add(network + " " + time.toLocalDate() + " " + time.getHour() + " " + row.sourceLabel + " "
                        + count);
            }
        }

        assertThat(found).hasSize(lines.size() - 1).containsExactlyInAnyOrderElementsOf(expected);
    }
}
