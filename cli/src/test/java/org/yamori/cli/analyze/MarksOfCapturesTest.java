package org.yamori.cli.analyze;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.jobs.flow.Tool;
import org.yamori.sensor.file.CaptureException;
import org.yamori.sensor.file.CaptureFile;
import org.yamori.sensor.parse.Decapsulation;
import org.yamori.wire.PacketRow;
import org.yamori.wire.SharedFolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The marks of Masscan and Mirai in 1,639 captures, as an independent reader counted them in each, with tunnels closed
 * and opened: none is missed, and no packet of any other program is taken for theirs.
 */
class MarksOfCapturesTest {
    private static final int FILES = 1639;
    private static final int TCP = 6;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void marks_areThoseOfTheOracle(boolean opened) throws IOException {
        Path data = SharedFolder.file("data");
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> found = new TreeMap<>();
        List<String> files = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(data.resolve("pcap_oracle.jsonl"))) {
            JsonNode file = json.readTree(line);
            String name = file.get("file").asText();
            files.add(name);
            note(
                    expected,
                    name,
                    file.at("/fp/masscan").asLong(),
                    file.at("/fp/mirai").asLong());
            long[] marks = read(data.resolve(name), opened ? Decapsulation.ALL : Decapsulation.NONE);
            note(found, name, marks[Tool.MASSCAN.ordinal()], marks[Tool.MIRAI.ordinal()]);
        }

        assertThat(files).hasSize(FILES);
        assertThat(expected)
                .isEqualTo(Map.of(
                        "pcap/scans/esnet_masscan_tcp_0_1000.pcap", "1001 masscan, 0 mirai",
                        "pcap/iot-botnet/mirai_two_syns_seq_eq_dst.pcap", "0 masscan, 2 mirai"));
        assertThat(found).isEqualTo(expected);
    }

    private static void note(Map<String, String> marks, String file, long masscan, long mirai) {
        if (masscan + mirai > 0) {
            marks.put(file, masscan + " masscan, " + mirai + " mirai");
        }
    }

    private static long[] read(Path file, Decapsulation decapsulation) throws IOException {
        long[] marks = new long[Tool.count()];
        PacketRow row = new PacketRow();
        try (CaptureFile capture = CaptureFile.open(file, decapsulation)) {
            while (capture.next(row)) {
                if (!row.ipv6 && row.protocol == TCP && Tool.isSyn(row.tcpFlags)) {
                    marks[
                            Tool.ofIpv4(row.destination, row.destinationPort, row.sequence, row.ipId)
                                    .ordinal()]++;
                }
            }
        } catch (CaptureException nothingReadable) {
            // one of those that are broken on purpose
        }
        return marks;
    }
}
