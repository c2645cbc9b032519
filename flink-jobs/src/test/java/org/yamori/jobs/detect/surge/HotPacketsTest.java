package org.yamori.jobs.detect.surge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HotPacketsTest {
    /** A packet of this rank and time. */
    private static long[] packet(long rank, long time) {
        return new long[] {rank, time, 0, 0, 0, 0, 0, 0};
    }

    private static long[] ranks(HotPackets packets) {
        long[] all = packets.packets();
        long[] ranks = new long[all.length / SampledPacket.LONGS];
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = all[i * SampledPacket.LONGS];
        }
        return ranks;
    }

    @Test
    void threeSmallest_areKeptInTheirOrder_whateverCameFirst() {
        for (List<Long> order :
                List.of(List.of(5L, -1L, 9L, 3L, 7L), List.of(9L, 7L, 5L, 3L, -1L), List.of(-1L, 3L, 5L, 7L, 9L))) {
            HotPackets packets = new HotPackets();
            order.forEach(rank -> packets.add(packet(rank, 0), 0));
            order.forEach(rank -> packets.add(packet(rank, 0), 0));
            assertThat(ranks(packets)).containsExactly(-1, 3, 5);
        }
    }

    @Test
    void ofEqualRank_theEarlierIsSmaller() throws IOException {
        HotPackets packets = new HotPackets();
        packets.add(packet(1, 20), 0);
        packets.add(packet(1, 10), 0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        packets.write(new DataOutputStream(bytes));
        HotPackets again = HotPackets.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(again.packets()).isEqualTo(packets.packets());
        assertThat(again.packets()[1]).isEqualTo(10);
        assertThat(again.packets()[SampledPacket.LONGS + 1]).isEqualTo(20);
    }
}
