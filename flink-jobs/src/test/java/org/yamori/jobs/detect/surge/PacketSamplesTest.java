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
import java.util.Random;
import java.util.Set;
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
    private static Set<String> chosen(List<PacketRow> rows, int most) throws IOException {
        PacketSamples into = new PacketSamples(most);
        int seen = 0;
        for (PacketRow row : rows) {
            if (seen++ == rows.size() / 2 && most == PacketSamples.MOST) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                into.write(new DataOutputStream(bytes));
                into = PacketSamples.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            }
            offer(into, row.destinationPort, row);
        }
        Set<String> chosen = new TreeSet<>();
        into.forEach((series, packets, begin, signature) -> chosen.add(series + " " + told(packets, begin)));
        assertThat(chosen).hasSize(into.size());
        return chosen;
    }

    private static void offer(PacketSamples into, int series, PacketRow row) {
        LabelledSlice slice =
                LabelledRows.of("s1", "n1", 1, false, List.of(row)).get(0);
        into.offer(series, (long) row.source << 8 | row.destination, row.timeMicros, slice, 0);
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
    void few_areAllKept_alsoAcrossARestart() throws IOException {
        List<PacketRow> rows = rows(400);
        Set<String> first = chosen(rows, PacketSamples.MOST);
        assertThat(first).hasSize(400);
        for (PacketRow row : rows) {
            assertThat(first)
                    .anyMatch(told -> told.startsWith(row.destinationPort + " ")
                            && told.contains("\"source\":\"" + IpAddress.text(row.source) + "\"")
                            && told.contains("\"source_port\":" + row.sourcePort + ","));
        }
    }

    @Test
    void ofMany_theSameAreKept_whateverTheirOrder() throws IOException {
        List<PacketRow> rows = rows(600);
        Set<String> first = chosen(rows, 100);
        assertThat(first).hasSizeBetween(30, 100);
        Random random = new Random(12);
        for (int i = 0; i < 5; i++) {
            Collections.shuffle(rows, random);
            assertThat(chosen(rows, 100)).isEqualTo(first);
        }
        assertThat(chosen(rows, PacketSamples.MOST)).containsAll(first);
    }

    private static List<PacketRow> rows(int number) {
        Random random = new Random(11);
        List<PacketRow> rows = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            rows.add(row(random, 9));
        }
        return rows;
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
        row.synSignature = "0:1460:*,6:mss,nop,ws::0";
        PacketSamples samples = new PacketSamples();
        offer(samples, 7547, row);
        List<String> told = new ArrayList<>();
        samples.forEach(
                (series, packets, begin, signature) -> told.add(signature + " " + series + " " + told(packets, begin)));
        assertThat(told)
                .containsExactly(
                        "0:1460:*,6:mss,nop,ws::0 7547 {\"time\":\"2026-01-14T09:00:00.000345Z\",\"source\":\"198.51.100.7\","
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
        PacketSamples samples = new PacketSamples();
        offer(samples, 70_000, row);
        samples.forEach((series, packets, begin, signature) -> {
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
