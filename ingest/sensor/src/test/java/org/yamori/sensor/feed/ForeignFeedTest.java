package org.yamori.sensor.feed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.sensor.PacketSource;
import org.yamori.wire.IpAddress;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Tables of other programs, written by hand as their documentation says. */
class ForeignFeedTest {
    private static final String[] FLOWTUPLES = {
        "# CORSARO_VERSION 2.0",
        "# CORSARO_INITTIME 1400000000",
        "# CORSARO_INTERVAL 60",
        "# CORSARO_PLUGIN flowtuple",
        "# CORSARO_INTERVAL_START 0 1400000000",
        "# CORSARO_PLUGIN_DATA_START flowtuple",
        "START flowtuple_backscatter 1",
        "198.51.100.1|192.0.2.7|80|51234|6|52|0x12|44,17",
        "END flowtuple_backscatter",
        "START flowtuple_icmpreq 1",
        "203.0.113.9|192.0.2.8|8|0|1|120|0x00|60,2",
        "END flowtuple_icmpreq",
        "START flowtuple_other 2",
        "203.0.113.5|192.0.2.9|40000|23|6|47|0x02|40,3",
        "203.0.113.6|192.0.2.9|5060|5060|17|50|0x00|420,1",
        "END flowtuple_other",
        "# CORSARO_PLUGIN_DATA_END flowtuple",
        "# CORSARO_INTERVAL_END 0 1400000059",
        "# CORSARO_INTERVAL_START 1 1400000060",
        "START flowtuple_other 0",
        "203.0.113.5|192.0.2.10|40000|23|6|47|0x02|40,4",
        "END flowtuple_other",
        "# CORSARO_INTERVAL_END 1 1400000119",
    };

    private static final String ZEEK_HEADER = """
            #separator \\x09
            #set_separator\t,
            #empty_field\t(empty)
            #unset_field\t-
            #path\tconn
            #open\t2020-06-05-14-39-59
            #fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\torig_pkts\tresp_pkts
            #types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tcount\tcount""";

    private static final String[] ZEEK = {
        ZEEK_HEADER,
        "1591367999.305988\tCa1\t198.51.100.4\t36844\t192.0.2.1\t53\tudp\tdns\t2\t0",
        "1591367999.5\tCa2\t198.51.100.5\t40000\t192.0.2.1\t23\ttcp\t-\t-\t0",
        "1591368000\tCa3\t198.51.100.6\t8\t192.0.2.1\t0\ticmp\t-\t5\t0",
        "1591368001.000001\tCa4\t2001:db8::5\t128\t2001:db8:1::1\t0\ticmp\t-\t1\t0",
        "1591368002.000000\tCa5\t198.51.100.7\t0\t192.0.2.1\t0\tunknown_transport\t-\t1\t0",
        "#close\t2020-06-05-14-50-00",
    };

    private static List<String> rows(String... lines) throws IOException {
        FeedFile feed = load(lines);
        assertThat(feed.networks()).containsExactly("NICTER");
        List<String> rows = new ArrayList<>();
        try (PacketSource source = feed.forNetwork("NICTER")) {
            PacketRow row = new PacketRow();
            while (source.next(row)) {
                rows.add(Instant.EPOCH.plus(row.timeMicros, ChronoUnit.MICROS) + " " + source(row) + " "
                        + destination(row) + " " + ((row.missing & PacketRow.NO_PROTOCOL) != 0 ? "-" : row.protocol)
                        + " " + ((row.missing & PacketRow.NO_PORT) != 0 ? "-" : row.destinationPort) + " "
                        + ((row.missing & PacketRow.NO_COUNT) != 0 ? "-" : row.weight));
            }
        }
        return rows;
    }

    private static IpAddress source(PacketRow row) {
        return row.ipv6 ? IpAddress.ofIpv6(row.sourceHigh, row.sourceLow) : IpAddress.ofIpv4(row.source);
    }

    private static IpAddress destination(PacketRow row) {
        return row.ipv6 ? IpAddress.ofIpv6(row.destinationHigh, row.destinationLow) : IpAddress.ofIpv4(row.destination);
    }

    private static FeedFile load(String... lines) throws IOException {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        return FeedFile.load(
                "foreign.txt",
                new ByteArrayInputStream(bytes),
                FeedOptions.usual().withNetwork("NICTER"));
    }

    private static String refusal(String... lines) {
        return String.valueOf(
                catchThrowableOfType(FeedException.class, () -> load(lines)).getMessage());
    }

    /** 1400000000 is 2014-05-13T16:53:20Z. */
    @Test
    void flowtuples_areRowsAtTheStartOfTheirInterval() throws Exception {
        assertThat(rows(FLOWTUPLES))
                .containsExactly(
                        "2014-05-13T16:53:20Z 198.51.100.1 192.0.2.7 6 51234 17",
                        "2014-05-13T16:53:20Z 203.0.113.9 192.0.2.8 1 - 2",
                        "2014-05-13T16:53:20Z 203.0.113.5 192.0.2.9 6 23 3",
                        "2014-05-13T16:53:20Z 203.0.113.6 192.0.2.9 17 5060 1",
                        "2014-05-13T16:54:20Z 203.0.113.5 192.0.2.10 6 23 4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "7;START flowtuple_backscatter 2;line 9: class flowtuple_backscatter has 1 rows; its START says 2",
                "7;START 2;line 7: 'START 2'; allowed: START flowtuple_… and a number of rows",
                "9;END flowtuple_other;line 9: 'END flowtuple_other'; allowed: END flowtuple_backscatter",
                "14;203.0.113.5|192.0.2.9|40000|23|6|47|0x02,3;line 14: row of 7 fields; allowed: a row like src_ip|dst_ip",
                "14;x|y|40000|23|6|47|0x02|40,3;line 14: column dst_ip: 'y'; allowed: an IP address, or nothing",
                "14;203.0.113.5|192.0.2.9|1|70000|6|47|0x02|40,3;line 14: column dst_port: '70000'; allowed: a whole number",
                "14;203.0.113.5|192.0.2.9|1|23|6|47|0x02|40,many;line 14: column packet_cnt: 'many'; allowed: a whole",
                "5;# CORSARO;line 8: row outside an interval; allowed: behind # CORSARO_INTERVAL_START",
                "6;# CORSARO_PLUGIN_DATA_START dos;line 6: '# CORSARO_PLUGIN_DATA_START dos'; allowed: output of the plugin",
            })
    void wrongFlowtuple_isNamedWithLineAndField(int line, String text, String message) {
        String[] lines = FLOWTUPLES.clone();
        lines[line - 1] = text;

        assertThat(refusal(lines)).startsWith("foreign.txt, ").contains(message);
    }

    @Test
    void flowtuplesThatWereCut_areRefused() {
        String[] cut = java.util.Arrays.copyOf(FLOWTUPLES, FLOWTUPLES.length - 2);

        assertThat(refusal(cut)).endsWith("the file ends inside the interval of 1400000060; it was cut");
    }

    /** 1591367999 is 2020-06-05T14:39:59Z. */
    @Test
    void zeekLog_isRowsOfWhoBegan() throws Exception {
        assertThat(rows(ZEEK))
                .containsExactly(
                        "2020-06-05T14:39:59.305988Z 198.51.100.4 192.0.2.1 17 53 2",
                        "2020-06-05T14:39:59.500Z 198.51.100.5 192.0.2.1 6 23 -",
                        "2020-06-05T14:40:00Z 198.51.100.6 192.0.2.1 1 - 5",
                        "2020-06-05T14:40:01.000001Z 2001:db8::5 2001:db8:1::1 58 - 1",
                        "2020-06-05T14:40:02Z 198.51.100.7 192.0.2.1 - 0 1");
    }

    @Test
    void joinedZeekLogs_mayNameTheirFieldsInAnotherOrder() throws Exception {
        assertThat(rows(
                        ZEEK[0],
                        ZEEK[1],
                        "#separator \\x09",
                        "#unset_field\t?",
                        "#fields\torig_pkts\tproto\tid.resp_p\tid.resp_h\tid.orig_h\tts",
                        "?\ttcp\t2323\t192.0.2.3\t198.51.100.8\t1591367998.0"))
                .containsExactly(
                        "2020-06-05T14:39:58Z 198.51.100.8 192.0.2.3 6 2323 -",
                        "2020-06-05T14:39:59.305988Z 198.51.100.4 192.0.2.1 17 53 2");
    }

    @Test
    void zeekLogOfJson_saysTheSame() throws Exception {
        assertThat(rows(
                        "{\"ts\":1591367999.305988,\"uid\":\"Ca1\",\"id.orig_h\":\"198.51.100.4\",\"id.orig_p\":36844,"
                                + "\"id.resp_h\":\"192.0.2.1\",\"id.resp_p\":53,\"proto\":\"udp\",\"orig_pkts\":2,"
                                + "\"tunnel_parents\":[],\"duration\":0.5,\"local_orig\":false}",
                        "{\"ts\":\"2020-06-05T14:40:00.000000Z\",\"id.orig_h\":\"198.51.100.6\",\"id.orig_p\":8,"
                                + "\"id.resp_h\":\"192.0.2.1\",\"id.resp_p\":0,\"proto\":\"icmp\",\"orig_pkts\":5}",
                        "{\"ts\":1591368001,\"id.orig_h\":\"198.51.100.5\",\"id.resp_h\":\"192.0.2.1\","
                                + "\"id.resp_p\":23,\"proto\":\"tcp\"}"))
                .containsExactly(
                        "2020-06-05T14:39:59.305988Z 198.51.100.4 192.0.2.1 17 53 2",
                        "2020-06-05T14:40:00Z 198.51.100.6 192.0.2.1 1 - 5",
                        "2020-06-05T14:40:01Z 198.51.100.5 192.0.2.1 6 23 -");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "#path\tconn;#path\tdns;line 5: log 'dns' of Zeek; allowed: conn",
                "#separator \\x09;#separator \\x2c;line 1: '#separator \\x2c'; allowed: #separator \\x09, a tab",
                "\torig_pkts;\tpkts;line 7: #fields has no orig_pkts; needed: ts, id.orig_h",
                "\t53\tudp;\tdns\tudp;line 9: column id.resp_p: 'dns'; allowed: a whole number from 0 to 65535",
                "1591367999.305988;noon;line 9: column ts: 'noon'; allowed: ISO 8601",
                "1591367999.305988;999999999999;line 9: column ts: '999999999999'; allowed: seconds since 1970",
                "\t192.0.2.1\t53;\thost\t53;line 9: column id.resp_h: 'host'; allowed: an IP address, or nothing",
                "\t2\t0;\ttwo\t0;line 9: column orig_pkts: 'two'; allowed: a whole number",
                "\tudp;\txyz;line 9: column proto: 'xyz'; allowed: tcp, udp, icmp",
                "\tdns\t2;\t2;line 9: row of 9 fields; allowed: 10, as #fields says",
            })
    void wrongZeekLog_isNamedWithLineAndField(String good, String bad, String message) {
        assertThat(refusal(String.join("\n", ZEEK)
                        .replaceFirst(
                                java.util.regex.Pattern.quote(good), java.util.regex.Matcher.quoteReplacement(bad))))
                .startsWith("foreign.txt, ")
                .contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"# something else\n1\t2", "#fields\tts\n1"})
    void otherComments_areNoFeed(String text) {
        assertThat(refusal(text))
                .isEqualTo("foreign.txt, line 1: begins with '#'; allowed: a header row of a feed, # CORSARO_… of"
                        + " flowtuples, or #separator of Zeek's conn.log");
    }
}
