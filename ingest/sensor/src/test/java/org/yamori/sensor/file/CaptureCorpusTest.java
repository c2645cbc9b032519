package org.yamori.sensor.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yamori.wire.PacketRow;
import org.yamori.wire.SharedFolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Real captures and captures broken on purpose, against what independent readers saw in them. */
class CaptureCorpusTest {
    private static final Duration LONGEST_READ = Duration.ofSeconds(20);

    /**
     * Files of which the first oracle counts other records than we do; in all of them we agree with libpcap. A record
     * that breaks off is damage, not a packet; a section or file of a version that nobody defined is not read.
     */
    private static final Map<String, Integer> OURS = Map.ofEntries(
            Map.entry("corpus/libpcap/tests/pcap-invalid-version-1.pcap", 0),
            Map.entry("corpus/libpcap/tests/shb-option-too-long.pcapng", 0),
            Map.entry("corpus/libpcap/tests/pcapng-invalid-vers-1.pcapng", 0),
            Map.entry("corpus/AFL/docs/vuln_samples/tcpdump-ppp-crash.pcap", 0),
            Map.entry("corpus/gopacket/pcapgo/tests/be/test901.pcapng", 1),
            Map.entry("corpus/gopacket/pcapgo/tests/le/test901.pcapng", 1),
            Map.entry(fuzzed("crash-81dba690a3f67ee41a41390a625db732fa1413a1"), 11),
            Map.entry(fuzzed("clusterfuzz-testcase-minimized-FuzzTarget-5165538295939072"), 1),
            Map.entry(fuzzed("clusterfuzz-testcase-minimized-FuzzTarget-5643903448645632"), 1),
            Map.entry(fuzzed("clusterfuzz-testcase-minimized-FuzzTarget-5696447256461312"), 2),
            // a record of length 0 in the last 16 bytes, which the oracle took for the start of a longer one
            Map.entry(fuzzed("clusterfuzz-testcase-minimized-FuzzTarget-6604968558198784"), 1),
            Map.entry(fuzzed("clusterfuzz-testcase-minimized-FuzzTarget-5766899836387328"), 1));

    private static String fuzzed(String name) {
        return "corpus/PcapPlusPlus/Tests/Fuzzers/RegressionTests/regression_samples/" + name;
    }

    /** What one reading of a file gave. */
    private static final class Reading {
        long records;
        final Map<String, Long> seen = new TreeMap<>();
        boolean watermarkHeld = true;
        boolean balanced = true;

        void count(String what, boolean is) {
            if (is) {
                seen.merge(what, 1L, Long::sum);
            }
        }
    }

    private static List<JsonNode> oracle(Path data) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> files = new ArrayList<>();
        for (String line : Files.readAllLines(data.resolve("pcap_oracle.jsonl"))) {
            files.add(json.readTree(line));
        }
        return files;
    }

    private static Reading read(Path file) throws IOException {
        Reading reading = new Reading();
        try (CaptureFile capture = CaptureFile.open(file)) {
            PacketRow row = new PacketRow();
            long watermark = capture.watermarkMicros();
            while (capture.next(row)) {
                reading.watermarkHeld &= row.timeMicros >= watermark;
                watermark = capture.watermarkMicros();
                count(reading, row);
            }
            long packets = capture.tally().packets();
            reading.balanced =
                    capture.tally().captured() == packets + capture.tally().refusedInAll();
            reading.records = capture.tally().captured() - (capture.damage().isEmpty() ? 0 : 1);
        } catch (CaptureException nothingReadable) {
            assertThat(nothingReadable).hasMessageStartingWith(file.toString());
        }
        return reading;
    }

    private static void count(Reading reading, PacketRow row) {
        boolean firstFragment = (row.fragment & 0x1fff) == 0;
        boolean tcp = row.protocol == 6 && firstFragment;
        reading.count("ip4", !row.ipv6);
        reading.count("ip6", row.ipv6);
        reading.count("tcp", tcp);
        reading.count("udp", row.protocol == 17 && firstFragment);
        reading.count("icmp", row.protocol == 1 && firstFragment);
        // the oracle's words: a pure SYN, and a RST that is no SYN-ACK
        reading.count("syn", tcp && (row.tcpFlags & 0x3f) == 0x02);
        reading.count("synack", tcp && (row.tcpFlags & 0x12) == 0x12);
        reading.count("rst", tcp && (row.tcpFlags & 0x04) != 0 && (row.tcpFlags & 0x12) != 0x12);
        reading.count("icmp_t3", row.protocol == 1 && firstFragment && row.sourcePort == 3);
        // Masscan: IP id is destination address, destination port and sequence number, exclusive-or'ed
        reading.count(
                "masscan",
                tcp
                        && (row.tcpFlags & 0x12) == 0x02
                        && row.ipId == ((row.destination ^ row.destinationPort ^ row.sequence) & 0xffff));
    }

    @Test
    void everyFileOfTheCorpus_isReadToItsEnd_withAsManyRecordsAsTheOracle() throws Exception {
        Path data = SharedFolder.file("data");
        Map<String, Long> expected = new TreeMap<>();
        Map<String, Long> found = new TreeMap<>();
        List<String> broken = new ArrayList<>();
        for (JsonNode file : oracle(data)) {
            String name = file.get("file").asText();
            Reading reading = assertTimeoutPreemptively(LONGEST_READ, () -> read(data.resolve(name)), name);
            Integer ours = OURS.get(name);
            expected.put(name, ours == null ? file.get("n").asLong() : Long.valueOf(ours));
            found.put(name, reading.records);
            if (!reading.watermarkHeld || !reading.balanced) {
                broken.add(name);
            }
        }

        assertThat(found).hasSize(1639).isEqualTo(expected);
        assertThat(broken).isEmpty();
    }

    @Test
    void scansBackscatterAndBotnets_areSeenAsTheOracleSawThem() throws Exception {
        Path data = SharedFolder.file("data");
        int files = 0;
        for (JsonNode file : oracle(data)) {
            String name = file.get("file").asText();
            if (!name.matches("pcap/(scans|backscatter|iot-botnet)/.*")) {
                continue;
            }
            files++;
            Map<String, Long> expected = new HashMap<>();
            for (String what : List.of("ip4", "ip6", "tcp", "udp", "icmp", "syn", "synack", "rst", "icmp_t3")) {
                if (file.get("F").has(what)) {
                    expected.put(what, file.get("F").get(what).asLong());
                }
            }
            if (file.get("fp").has("masscan")) {
                expected.put("masscan", file.get("fp").get("masscan").asLong());
            }
            Map<String, Long> seen = read(data.resolve(name)).seen;
            seen.keySet().retainAll(expected.containsKey("masscan") ? seen.keySet() : withoutMasscan(seen));

            assertThat(seen).as(name).isEqualTo(expected);
        }
        assertThat(files).isEqualTo(15);
    }

    /** One SYN in 65,536 looks like Masscan's by chance; the oracle names it from a handful on. */
    private static List<String> withoutMasscan(Map<String, Long> seen) {
        return seen.keySet().stream().filter(what -> !what.equals("masscan")).toList();
    }
}
