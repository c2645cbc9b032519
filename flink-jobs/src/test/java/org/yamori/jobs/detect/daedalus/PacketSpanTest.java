package org.yamori.jobs.detect.daedalus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PacketSpanTest {
    private static HostPacket packet(int host, long time, int port, int mark) {
        HostPacket packet = new HostPacket();
        packet.sourceLow = host;
        packet.timeMicros = time;
        packet.lastMicros = time;
        packet.destinationLow = port * 7L;
        packet.ports = port;
        packet.marks = (byte) mark;
        return packet;
    }

    private static List<String> rows(PacketSpan span) {
        List<String> rows = new ArrayList<>();
        HostPacket packet = new HostPacket();
        for (int row : span.inOrder()) {
            span.read(row, packet);
            rows.add(packet.sourceLow + " " + packet.timeMicros + "-" + packet.lastMicros + " port " + packet.ports
                    + " mark " + packet.marks + " x" + packet.packets);
        }
        return rows;
    }

    private static PacketSpan filled(List<HostPacket> packets, int limit) throws IOException {
        PacketSpan span = new PacketSpan(limit);
        for (int i = 0; i < packets.size(); i++) {
            span.add(packets.get(i));
            if (i == packets.size() / 3) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                span.write(new DataOutputStream(bytes));
                span = PacketSpan.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), limit);
            }
        }
        return span;
    }

    /** 3,000 packets of 40 hosts: all are kept, or one row of each host and mark with the sum of its packets. */
    @ParameterizedTest
    @ValueSource(ints = {16, 100, 2_999, 3_000})
    void order_changesNothing(int limit) throws IOException {
        Random random = new Random(9);
        List<HostPacket> packets = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            packets.add(packet(random.nextInt(40), random.nextInt(100), random.nextInt(5), random.nextInt(2)));
        }
        List<String> expected = rows(filled(packets, limit));
        Collections.shuffle(packets, new Random(1));

        assertThat(rows(filled(packets, limit))).isEqualTo(expected);
        assertThat(expected).hasSize(limit < 3_000 ? 80 : 3_000);
        assertThat(expected.stream()
                        .mapToInt(row -> Integer.parseInt(row.substring(row.indexOf('x') + 1)))
                        .sum())
                .isEqualTo(3_000);
    }
}
