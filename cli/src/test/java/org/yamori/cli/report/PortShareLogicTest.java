package org.yamori.cli.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yamori.cli.report.PortShareLogic.Share;

import static org.assertj.core.api.Assertions.assertThat;

class PortShareLogicTest {
    /** Figure 3 of 2016: 23/tcp 53 %, other 24 %, 53/udp 1.2 %, rank 2 is 53413/udp; the split of 21.8 % is made up. */
    /**
     * 571.43, 285.71 and 142.86 tenths: the two that are left go to the largest remainders, not to the largest ports.
     */
    @Test
    void tenthsLeftOver_goToTheLargestRemainders() {
        assertThat(PortShareLogic.shares(Map.of("tcp/1", 4L, "tcp/2", 2L, "tcp/3", 1L), 10))
                .containsExactly(new Share("tcp/1", 4, 571), new Share("tcp/2", 2, 286), new Share("tcp/3", 1, 143));
    }

    @Test
    void figure3_comesBack() {
        Map<String, Long> packets = new HashMap<>();
        packets.put("tcp/23", 530_000L);
        packets.put("udp/53413", 120_000L);
        packets.put("tcp/2323", 98_000L);
        packets.put("udp/53", 12_000L);
        for (int port = 10_000; port < 10_240; port++) {
            packets.put("tcp/" + port, 1_000L);
        }
        assertThat(PortShareLogic.shares(packets, 4))
                .containsExactly(
                        new Share("tcp/23", 530_000, 530),
                        new Share("udp/53413", 120_000, 120),
                        new Share("tcp/2323", 98_000, 98),
                        new Share("udp/53", 12_000, 12),
                        new Share("other", 240_000, 240));
    }

    /** Thirds are 33.3 each; the tenth that is left goes to the first by name. */
    @Test
    void sharesThatDoNotDivide_stillSumTo100() {
        List<Share> shares = PortShareLogic.shares(Map.of("tcp/1", 1L, "tcp/2", 1L, "tcp/3", 1L), 10);
        assertThat(shares.stream().map(Share::percent)).containsExactly("33.4", "33.3", "33.3");
    }

    /** 7 equal ports: 142.857… tenths each, so six are rounded up and one is not. */
    @Test
    void largestRemainders_areRoundedUp() {
        Map<String, Long> packets = new HashMap<>();
        for (int port = 1; port <= 7; port++) {
            packets.put("udp/" + port, 11L);
        }
        List<Share> shares = PortShareLogic.shares(packets, 10);
        assertThat(shares.stream().mapToInt(Share::tenthsOfPercent).sum()).isEqualTo(1000);
        assertThat(shares.stream().mapToInt(Share::tenthsOfPercent).boxed())
                .containsExactly(143, 143, 143, 143, 143, 143, 142);
    }

    @Test
    void portsUpToTheTop_leaveNoOther() {
        assertThat(PortShareLogic.shares(Map.of("tcp/23", 3L, "tcp/22", 1L), 2))
                .containsExactly(new Share("tcp/23", 3, 750), new Share("tcp/22", 1, 250));
    }

    @Test
    void noPackets_noShares() {
        assertThat(PortShareLogic.shares(Map.of("tcp/23", 0L), 5)).isEmpty();
    }
}
