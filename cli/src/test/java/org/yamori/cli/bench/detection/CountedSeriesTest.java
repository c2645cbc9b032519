package org.yamori.cli.bench.detection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** Distinct sources of windows, counted from packets. */
class CountedSeriesTest {
    private static final int HOUR = 3;
    private static final int DAY = 5;

    @Test
    void sourceThatComesBack_isOneInAWindowThatHoldsBoth() {
        CountedSeries series = new CountedSeries(3000);
        series.add(10, 7);
        series.add(10, 7);
        series.add(40, 7);
        series.add(200, 7);
        series.add(200, 8);
        series.finish();

        assertThat(series.packets(10)).isEqualTo(2);
        assertThat(series.hits(10)).isEqualTo(1);
        assertThat(series.sources(HOUR, 9)).isZero();
        assertThat(series.sources(HOUR, 50)).isEqualTo(1);
        // The hour that ends with minute 99 begins with 40, the next with 41.
        assertThat(series.sources(HOUR, 99)).isEqualTo(1);
        assertThat(series.sources(HOUR, 100)).isZero();
        assertThat(series.sources(HOUR, 200)).isEqualTo(2);
        assertThat(series.sources(DAY, 200)).isEqualTo(2);
        assertThat(series.sources(DAY, 1639)).isEqualTo(2);
        assertThat(series.sources(DAY, 1640)).isZero();
        assertThat(series.sources(DAY, -5)).isZero();
    }

    @Test
    void windows_areWhatASetOfTheirPacketsHolds() {
        int minutes = 4000;
        SplittableRandom random = new SplittableRandom(5);
        CountedSeries series = new CountedSeries(minutes);
        Deque<long[]> day = new ArrayDeque<>();
        int[] expected = new int[minutes];
        for (int minute = 0; minute < minutes; minute++) {
            for (int packet = random.nextInt(3); packet > 0; packet--) {
                long source = random.nextInt(300);
                series.add(minute, source);
                day.add(new long[] {minute, source});
            }
            while (!day.isEmpty() && day.peek()[0] <= minute - 1440) {
                day.poll();
            }
            Set<Long> distinct = new HashSet<>();
            day.forEach(seen -> distinct.add(seen[1]));
            expected[minute] = distinct.size();
        }
        series.finish();

        for (int minute = 0; minute < minutes; minute++) {
            assertThat(series.sources(DAY, minute)).as("minute %d", minute).isEqualTo(expected[minute]);
        }
    }

    @Test
    void onlySearches_haveAPort() {
        PacketRow row = new PacketRow();
        row.protocol = 6;
        row.destinationPort = 23;
        row.tcpFlags = 2;
        assertThat(BusyPorts.numberOfScan(row)).isEqualTo(23);
        row.tcpFlags = 0x12;
        assertThat(BusyPorts.numberOfScan(row)).isEqualTo(-1);
        row.protocol = 17;
        assertThat(BusyPorts.name(BusyPorts.numberOfScan(row))).isEqualTo("udp/23");
        row.protocol = 1;
        assertThat(BusyPorts.numberOfScan(row)).isEqualTo(-1);
    }
}
