package org.yamori.jobs.detect.daedalus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PortCountsTest {
    private static final int TCP = 6;
    private static final int UDP = 17;

    /** 65 packets that would hide what a host does for hours after. */
    @Test
    void portThatComesAfterManyOthers_isTheCommonestAllTheSame() throws IOException {
        PortCounts counts = new PortCounts();
        counts.add(UDP, 137, 2);
        for (int port = 0; port < 63; port++) {
            counts.add(TCP, 10_000 + port, 1);
        }
        for (int i = 0; i < 100_000; i++) {
            counts.add(TCP, 445, 1);
            counts.add(TCP, 20_000 + i % 5_000, i % 10 == 0 ? 1 : 0);
        }
        for (PortCounts each : new PortCounts[] {counts, again(counts)}) {
            PortCounts.Count most = each.byPackets().get(0);
            assertThat(most.port()).isEqualTo(445);
            assertThat(most.packets()).isBetween(98_000L, 100_000L);
            long told = each.byPackets().stream()
                    .mapToLong(PortCounts.Count::packets)
                    .sum();
            assertThat(told + each.further()).isEqualTo(2 + 63 + 100_000 + 10_000);
        }
    }

    @Test
    void upTo64Ports_areExact() {
        PortCounts counts = new PortCounts();
        for (int round = 0; round < 10; round++) {
            for (int port = 1; port <= PortCounts.MOST; port++) {
                counts.add(TCP, port, port);
            }
        }
        assertThat(counts.further()).isZero();
        assertThat(counts.byPackets()).hasSize(64).allMatch(count -> count.packets() == 10L * count.port());
        assertThat(counts.byPackets().get(0)).isEqualTo(new PortCounts.Count(TCP, 64, 640));
    }

    private static PortCounts again(PortCounts counts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        counts.write(new DataOutputStream(bytes));
        return PortCounts.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
