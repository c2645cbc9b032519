package org.yamori.jobs.detect.surge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.LabelledRows;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.wire.IpAddress;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

class PacketSamplesTest {
    private static final long START = 1_768_381_200_000_000L;

    private static PacketRow row(Random random, int ports) {
        PacketRow row = new PacketRow();
        row.timeMicros = START + random.nextInt(60_000_000);
        row.source = 0x01020000 | random.nextInt(4);
        row.destination = random.nextInt(3);
        row.protocol = 6;
        row.sourcePort = random.nextInt(65_536);
        row.destinationPort = random.nextInt(ports);
        row.tcpFlags = 2;
        return row;
    }

    /** What is chosen of each port when rows come one block each, in the order given; the middle is a restart. */
    private static Map<Integer, Set<String>> chosen(List<PacketRow> rows, PacketSamples samples) throws IOException {
        PacketSamples into = samples;
        int seen = 0;
        for (PacketRow row : rows) {
            if (seen++ == rows.size() / 2 && samples.size() < PacketSamples.MOST_PACKETS / 2) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                into.write(new DataOutputStream(bytes));
                into = PacketSamples.read(3, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            }
            LabelledSlice slice =
                    LabelledRows.of("s1", "n1", seen, false, List.of(row)).get(0);
            into.offer(row.destinationPort, (long) row.source << 8 | row.destination, slice.slice, 0);
        }
        Map<Integer, Set<String>> chosen = new TreeMap<>();
        into.forEach((series, packets, begin) ->
                chosen.computeIfAbsent(series, unseen -> new TreeSet<>()).add(told(packets, begin)));
        return chosen;
    }

    private static String told(long[] packets, int begin) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            SampledPacket.tell(packets, begin, true, json);
        } catch (IOException inMemory) {
            throw new IllegalStateException(inMemory);
        }
        return text.toString();
    }

    @Test
    void choice_dependsOnPacketsAndNotOnTheirOrderNorOnARestart() throws IOException {
        Random random = new Random(11);
        List<PacketRow> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            rows.add(row(random, 9));
        }
        Map<Integer, Set<String>> first = chosen(rows, new PacketSamples(3));
        assertThat(first.keySet()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        for (int i = 0; i < 5; i++) {
            Collections.shuffle(rows, random);
            assertThat(chosen(rows, new PacketSamples(3))).isEqualTo(first);
        }
        assertThat(first.values()).allSatisfy(packets -> assertThat(packets).hasSize(3));
        for (Map.Entry<Integer, Set<String>> each : first.entrySet()) {
            assertThat(rows).anySatisfy(row -> {
                assertThat(row.destinationPort).isEqualTo(each.getKey());
                assertThat(each.getValue().iterator().next())
                        .contains("\"source\":\"" + IpAddress.text(row.source) + "\"")
                        .contains("\"source_port\":" + row.sourcePort + ",");
            });
        }
    }

    @Test
    void morePortsThanFit_areThinnedTheSameInAnyOrder() throws IOException {
        List<PacketRow> rows = new ArrayList<>();
        Random random = new Random(12);
        for (int port = 0; port < 600; port++) {
            PacketRow row = row(random, 1);
            row.destinationPort = port;
            rows.add(row);
        }
        Map<Integer, Set<String>> first = thinned(rows);
        assertThat(first).hasSizeBetween(30, 100);
        Collections.shuffle(rows, random);
        assertThat(thinned(rows)).isEqualTo(first);
    }

    private static Map<Integer, Set<String>> thinned(List<PacketRow> rows) {
        PacketSamples samples = new PacketSamples(3, 100);
        for (PacketRow row : rows) {
            LabelledSlice slice =
                    LabelledRows.of("s1", "n1", 1, false, List.of(row)).get(0);
            samples.offer(row.destinationPort, 1, slice.slice, 0);
        }
        Map<Integer, Set<String>> chosen = new TreeMap<>();
        samples.forEach((series, packets, begin) -> chosen.put(series, Set.of(told(packets, begin))));
        return chosen;
    }

    /** Every field as it was sent. */
    @Test
    void packet_isToldAsItWas() {
        PacketRow row = new PacketRow();
        row.timeMicros = START + 345;
        row.source = 0xc6336407;
        row.destination = 0x64420309;
        row.protocol = 6;
        row.sourcePort = 40_211;
        row.destinationPort = 7547;
        row.tcpFlags = 18;
        row.sequence = 0xfedcba98;
        row.window = 65_535;
        row.ttl = 255;
        row.ipId = 54_321;
        row.totalLength = 1500;
        PacketSamples samples = new PacketSamples(0);
        samples.offer(
                7547, 1, LabelledRows.of("s1", "n1", 1, false, List.of(row)).get(0).slice, 0);
        List<String> told = new ArrayList<>();
        samples.forEach((series, packets, begin) -> told.add(series + " " + told(packets, begin)));
        assertThat(told)
                .containsExactly("7547 {\"time\":\"2026-01-14T09:00:00.000345Z\",\"source\":\"198.51.100.7\","
                        + "\"source_port\":40211,\"destination\":\"100.66.3.9\",\"ttl\":255,\"length\":1500,"
                        + "\"flags\":\"SA\",\"window\":65535,\"sequence\":4275878552,\"ip_id\":54321}");
    }

    @Test
    void packetOfIpv6_isToldAsItWas() {
        PacketRow row = new PacketRow();
        row.ipv6 = true;
        row.timeMicros = START;
        row.sourceHigh = 0x20010db8_00000000L;
        row.sourceLow = 7;
        row.destinationHigh = 0x20010db8_00010000L;
        row.destinationLow = 0x10000;
        row.protocol = 17;
        row.sourcePort = 53;
        row.destinationPort = 53_413;
        row.ttl = 64;
        row.totalLength = 80;
        List<String> told = new ArrayList<>();
        PacketSamples samples = new PacketSamples(0);
        samples.offer(
                70_000, 1, LabelledRows.of("s1", "n1", 1, false, List.of(row)).get(0).slice, 0);
        samples.forEach((series, packets, begin) -> {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
                SampledPacket.tell(packets, begin, false, json);
            } catch (IOException inMemory) {
                throw new IllegalStateException(inMemory);
            }
            told.add(text.toString());
        });
        assertThat(told)
                .containsExactly("{\"time\":\"2026-01-14T09:00:00Z\",\"source\":\"2001:db8::7\",\"source_port\":53,"
                        + "\"destination\":\"2001:db8:1::1:0\",\"ttl\":64,\"length\":80}");
    }
}
