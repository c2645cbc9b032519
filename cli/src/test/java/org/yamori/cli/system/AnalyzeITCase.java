package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.cli.report.Facts;
import org.yamori.sensor.simulate.PcapWriter;
import org.yamori.wire.PacketRow;
import org.yamori.wire.SharedFolder;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code yamori analyze} as a person runs it: the papers' tables, real captures, odd times, and what it refuses. */
class AnalyzeITCase {
    @TempDir
    private Path folder;

    /** C-02, C-03, X-01: 29 days of two networks. */
    @Test
    void dailyCounts_comeBackCellByCellWithTheirSpikeDays() throws Exception {
        List<String> feed = new ArrayList<>(List.of("time\tnetwork\tcount"));
        Map<String, String> expected = new TreeMap<>();
        for (Facts.Row row : Facts.table("000_table2_daily_counts.tsv")) {
            feed.add(row.get("date") + "\t" + row.get("network") + "\t" + row.get("count"));
            expected.put(row.get("date") + " " + row.get("network"), row.get("count"));
        }

        Path out = analyze(feed, "daily.tsv", "--timezone", "Asia/Tokyo");

        assertThat(table(out, "daily_by_network.tsv", List.of("date", "network"), "count"))
                .hasSize(58)
                .isEqualTo(expected);
        assertThat(table(out, "spike_days.tsv", List.of("date"), "verdict"))
                .isEqualTo(Map.of("2014-10-12", "NORSE only", "2014-10-21", "NICTER only"));
        assertThat(ledger(out).at("/in_all/captured").asLong()).isEqualTo(42_074_917L + 10_862_129L);
        assertThat(ledger(out).get("holds").asBoolean()).isTrue();
    }

    /** C-04: 41 sources, 24 hours, two networks. */
    @Test
    void sourcesByHour_comeBackCellByCellAlsoUnderPseudonyms() throws Exception {
        List<String> feed = new ArrayList<>(List.of("time,network,source,count"));
        Map<String, String> expected = new TreeMap<>();
        for (Facts.Row row : Facts.table("000_table3_source_hour.tsv")) {
            String hour = "%02d".formatted(Integer.parseInt(row.get("hour")));
            feed.add("%sT%s:00,%s,%s,%s"
                    .formatted(row.get("date"), hour, row.get("network"), row.get("source"), row.get("count")));
            expected.put(row.get("source") + " " + row.get("network") + " " + Integer.parseInt(hour), row.get("count"));
        }

        Path out = analyze(feed, "hours.csv", "--timezone", "Asia/Tokyo", "--pseudonyms");

        assertThat(table(out, "source_by_hour.tsv", List.of("source", "network", "hour"), "count"))
                .hasSize(1968)
                .isEqualTo(expected);
    }

    /** X-01, C-12: 145 source-days, all of them towards Hong Kong, zeros being zeros. */
    @Test
    void sourcesByDestinationCountry_comeBackCellByCell() throws Exception {
        List<String> feed = new ArrayList<>();
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> totals = new TreeMap<>();
        for (Facts.Row row : Facts.table("000_table8_hongkong_sources.tsv")) {
            String key = row.get("date") + " " + row.get("source");
            if (row.get("measure").equals("to_HK")) {
                feed.add(("{\"time\": \"%s\", \"network\": \"NORSE\", \"source\": \"%s\", \"source_country\": \"HK\","
                                + " \"destination_country\": \"HK\", \"count\": %s}")
                        .formatted(row.get("date"), row.get("source"), row.get("count")));
                expected.put(key + " HK HK", row.get("count"));
            } else if (row.get("network").equals("NORSE")) {
                totals.put(key, row.get("count"));
            }
        }

        Path out = analyze(feed, "hongkong.jsonl", "--timezone", "Asia/Tokyo");

        assertThat(table(
                        out,
                        "source_by_destination_country.tsv",
                        List.of("date", "source", "source_country", "destination_country"),
                        "count"))
                .hasSize(145)
                .isEqualTo(expected);
        Map<String, String> days = new TreeMap<>();
        for (JsonNode yamori : findings(out, "source", "day")) {
            days.put(
                    yamori.at("/window/local").asText().substring(0, 10) + " "
                            + yamori.get("source_label").asText(),
                    yamori.get("packets").asText());
        }
        assertThat(days).isEqualTo(totals);
    }

    /** */
    @Test
    void emptyCell_isMissingAndNeverZero() throws Exception {
        Path out = analyze(
                List.of("time\tnetwork\tcount", "2020-01-01\tA\t5", "2020-01-02\tA\t", "2020-01-03\tA\t0"), "gap.tsv");

        Map<String, JsonNode> days = new TreeMap<>();
        for (JsonNode yamori : findings(out, "network", "day")) {
            days.put(yamori.at("/window/start").asText().substring(0, 10), yamori);
        }
        assertThat(days).containsOnlyKeys("2020-01-01", "2020-01-02", "2020-01-03");
        assertThat(days.get("2020-01-02").has("packets")).isFalse();
        assertThat(days.get("2020-01-02").get("missing_cells").asInt()).isEqualTo(1);
        assertThat(days.get("2020-01-03").get("packets").asInt()).isZero();
        assertThat(table(out, "daily_by_network.tsv", List.of("date"), "count"))
                .containsEntry("2020-01-02", "missing")
                .containsEntry("2020-01-03", "0");
    }

    /** A day of real backscatter; tcpdump counts 3,468 packets from the one victim and 1,303 from inside. */
    @Test
    void realBackscatter_hasOneVictim() throws Exception {
        Path capture = SharedFolder.file("data/pcap/backscatter/icsi_backscatter_24h_2009-03-15.pcap");
        Path out = folder.resolve("backscatter");

        YamoriProcess.run(
                List.of("analyze", capture.toString(), "--darknet", "192.150.186.0/23", "--out", out.toString()),
                folder);

        long packets = 0;
        for (JsonNode yamori : findings(out, "kind", "day")) {
            assertThat(yamori.get("key").asText()).isEqualTo("backscatter");
            assertThat(yamori.at("/victims/0/ip").asText()).isEqualTo("202.229.120.98");
            assertThat(yamori.get("victims")).hasSize(1);
            packets += yamori.get("packets").asLong();
        }
        assertThat(packets).isEqualTo(3468);
        assertThat(ledger(out).at("/in_all/replies").asLong()).isEqualTo(1303);
        assertThat(ledger(out).at("/in_all/captured").asLong()).isEqualTo(4771);
        assertThat(ledger(out).get("holds").asBoolean()).isTrue();
    }

    /** Zeek's capture of GRE in GRE: tcpdump prints an echo or a RIP message behind the second header of each. */
    @Test
    void captureThroughAPipe_isCountedInsideItsTunnels() throws Exception {
        Path capture = SharedFolder.file("data/pcap/encapsulation/zeek_gre-within-gre.pcap");
        Path out = folder.resolve("inside");

        YamoriProcess.runReading(
                capture, List.of("analyze", "-", "--decapsulate", "all", "--out", out.toString()), folder);

        assertThat(table(out, "port_shares.tsv", List.of("port"), "packets"))
                .containsEntry("icmp/8.0", "312")
                .containsEntry("icmp/0.0", "312")
                .containsEntry("udp/520", "4");
        assertThat(ledger(out).at("/sensors/capture/captured").asLong()).isEqualTo(628);
        assertThat(ledger(out).at("/sensors/capture/counted").asLong()).isEqualTo(628);
    }

    @Test
    void captureThatBreaksOff_isCountedSoFar_andThePlaceIsSaid() throws Exception {
        byte[] whole = Files.readAllBytes(SharedFolder.file("data/pcap/encapsulation/tcpdump_tcp-handshake-nano.pcap"));
        Path capture = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(whole, whole.length - 1));
        Path out = folder.resolve("cut");
        Path words = folder.resolve("words");

        int exitCode = YamoriProcess.exitCode(List.of("analyze", capture.toString(), "--out", out.toString()), words);

        assertThat(exitCode).isZero();
        assertThat(Files.readString(words))
                .contains("cut.pcap: byte 208: file ends inside a record of 68 captured bytes");
        assertThat(ledger(out).at("/in_all/counted").asLong()).isEqualTo(2);
        assertThat(ledger(out).at("/refused_reasons/file damaged from here on").asLong())
                .isEqualTo(1);
    }

    @Test
    void packetsOfOddTimes_areCountedInTheirMinutes() throws Exception {
        Path capture = folder.resolve("odd-times.pcap");
        List<String> times = List.of("2100-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2026-02-03T04:05:06Z");
        try (PcapWriter writer = PcapWriter.to(capture)) {
            for (String time : times) {
                PacketRow row = new PacketRow();
                row.timeMicros = Instant.parse(time).getEpochSecond() * 1_000_000;
                row.source = 0xC0000201;
                row.destination = 0xC6336401;
                row.protocol = 6;
                row.tcpFlags = 2;
                row.synOptions = "/-/-";
                row.destinationPort = 23;
                row.totalLength = 40;
                row.ttl = 60;
                writer.write(row);
            }
        }
        Path out = folder.resolve("odd");

        YamoriProcess.run(List.of("analyze", capture.toString(), "--out", out.toString()), folder);

        assertThat(findings(out, "total", "minute"))
                .extracting(yamori -> yamori.at("/window/start").asText() + " "
                        + yamori.get("packets").asText())
                .containsExactlyInAnyOrder(
                        "1970-01-01T00:00:00Z 1", "2026-02-03T04:05:00Z 1", "2100-01-01T00:00:00Z 1");
        assertThat(ledger(out).get("holds").asBoolean()).isTrue();
    }

    @Test
    void scenario_givesTheSameBytesTwiceAndAtAnyParallelism() throws Exception {
        Path scenario = Path.of("..", "docs", "scenarios", "quick.yaml");
        List<byte[]> results = new ArrayList<>();
        for (String parallelism : List.of("1", "1", "3")) {
            Path out = folder.resolve("run" + results.size());
            YamoriProcess.run(
                    List.of(
                            "analyze",
                            scenario.toString(),
                            "--timezone",
                            "Asia/Tokyo",
                            "--parallelism",
                            parallelism,
                            "--out",
                            out.toString()),
                    folder);
            results.add(Files.readAllBytes(out.resolve("findings.jsonl")));
        }

        assertThat(results.get(0)).hasSizeGreaterThan(100_000);
        assertThat(results.get(1)).isEqualTo(results.get(0));
        assertThat(results.get(2)).isEqualTo(results.get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "empty.pcap | | is empty",
                "noise.pcap | random | ",
                "wrong.jsonl | {\"time\": \"2020-01-01\", \"network\": \"A\", \"count\": \"many\"} | line 1",
                "wrong.tsv | time\\tnetwork\\tcoutn | did you mean",
                "wrong.yaml | name: x\\nseeed: 1 | seeed",
            })
    void brokenInput_isRefusedInASentence(String name, String content, String expected) throws Exception {
        Path input = folder.resolve(name);
        String text = content == null ? "" : content.replace("\\t", "\t").replace("\\n", "\n");
        Files.writeString(input, text);
        Path words = folder.resolve("words");

        int exitCode = YamoriProcess.exitCode(
                List.of(
                        "analyze",
                        input.toString(),
                        "--out",
                        folder.resolve("refused").toString()),
                words);

        assertThat(exitCode).isEqualTo(1);
        assertThat(Files.readString(words))
                .contains(name)
                .contains(expected == null ? "" : expected)
                .doesNotContain("\tat ");
    }

    @Test
    void wrongCountryDatabase_isRefusedByItsNameWithoutATrace() throws Exception {
        Path feed = Files.write(folder.resolve("one.tsv"), List.of("time\tnetwork\tcount", "2020-01-01\tA\t5"));
        Path words = folder.resolve("words");

        int exitCode = YamoriProcess.exitCode(
                List.of(
                        "analyze",
                        feed.toString(),
                        "--countries",
                        feed.toString(),
                        "--out",
                        folder.resolve("refused").toString()),
                words);

        assertThat(exitCode).isEqualTo(1);
        assertThat(Files.readString(words)).contains("country database " + feed).doesNotContain("\tat ");
    }

    private Path analyze(List<String> feed, String name, String... options) throws Exception {
        Path input = Files.write(folder.resolve(name), feed);
        Path out = folder.resolve("out");
        List<String> args = new ArrayList<>(List.of("analyze", input.toString(), "--out", out.toString()));
        args.addAll(List.of(options));
        YamoriProcess.run(args, folder);
        return out;
    }

    private static JsonNode ledger(Path out) throws IOException {
        return new ObjectMapper().readTree(out.resolve("ledger.json").toFile());
    }

    private static List<JsonNode> findings(Path out, String breakdown, String resolution) throws IOException {
        return new Analysis(out)
                        .findings(line -> line.contains("\"breakdown\":\"" + breakdown + "\"")
                                && line.contains("\"resolution\":\"" + resolution + "\""))
                        .stream()
                        .map(finding -> finding.get("yamori"))
                        .toList();
    }

    /** A table's cells by what stands in the key columns. */
    private static Map<String, String> table(Path out, String name, List<String> keys, String value)
            throws IOException {
        List<String> lines = Files.readAllLines(out.resolve("tables").resolve(name));
        List<String> header = List.of(lines.get(0).split("\t", -1));
        Map<String, String> cells = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split("\t", -1);
            cells.put(
                    String.join(
                            " ",
                            keys.stream().map(key -> words[header.indexOf(key)]).toList()),
                    words[header.indexOf(value)]);
        }
        return cells;
    }
}
