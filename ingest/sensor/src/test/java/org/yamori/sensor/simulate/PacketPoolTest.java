package org.yamori.sensor.simulate;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

class PacketPoolTest {
    private final PacketPool pool = new PacketPool();

    private void add(long micros, int delay, int lane) {
        PacketRow row = new PacketRow();
        row.timeMicros = micros;
        row.sequence = lane;
        pool.reserve(1);
        pool.append(row, lane, delay);
    }

    /** Lanes in order of delivery. */
    private int[] sorted(long fromMicros) {
        return IntStream.range(0, pool.sort(fromMicros))
                .map(n -> pool.lane(pool.ordered(n)))
                .toArray();
    }

    @Test
    void packets_comeByArrival_andEqualOnesAsTheyWereAppended() {
        add(500_000, 0, 0);
        add(3, 499_997, 1);
        add(1, 0, 2);
        add(500_000, 0, 3);
        add(1_024, 0, 4);

        assertThat(sorted(0)).containsExactly(2, 4, 0, 1, 3);
    }

    @Test
    void arrivalAtTheSecondsFirstMicrosecond_belongsToThatSecond() {
        add(999_999, 1, 0);
        add(999_999, 0, 1);
        add(0, 0, 2);
        add(700_000, 1_299_999, 3);
        add(700_000, 1_300_000, 4);

        assertThat(sorted(0)).containsExactly(2, 1);
        pool.dropBefore(1_000_000);
        add(1_000_000, 0, 5);
        assertThat(sorted(1_000_000)).containsExactly(0, 5, 3);
        pool.dropBefore(2_000_000);
        assertThat(sorted(2_000_000)).containsExactly(4);
        PacketRow row = new PacketRow();
        pool.read(pool.ordered(0), row);
        assertThat(row.timeMicros).isEqualTo(700_000);
        assertThat(row.sequence).isEqualTo(4);
        pool.dropBefore(3_000_000);
        assertThat(pool.size()).isZero();
    }

    @Test
    void fullSecond_isSortedLikeByComparison() {
        RandomStream random = new RandomStream(3);
        long[] keys = new long[50_000];
        for (int i = 0; i < keys.length; i++) {
            int micros = random.below(1_000_000);
            keys[i] = ((long) micros << 32) | i;
            add(7_000_000 + micros, 0, i);
        }
        Arrays.sort(keys);

        assertThat(sorted(7_000_000))
                .isEqualTo(Arrays.stream(keys).mapToInt(key -> (int) key).toArray());
    }

    /** Largest values of every field come back; nothing leaks into a neighbour. */
    @Test
    void fields_comeBackWhole() {
        PacketRow row = new PacketRow();
        row.timeMicros = 5;
        row.source = -1;
        row.destination = 1;
        row.protocol = 255;
        row.tcpFlags = 0xff;
        row.ttl = 255;
        row.sourcePort = 65_535;
        row.destinationPort = 1;
        row.sequence = -1;
        row.acknowledgement = -2;
        row.window = 65_535;
        row.ipId = 65_534;
        row.totalLength = 65_535;
        row.fragment = 0x4000;
        row.payloadLength = 1_400;
        row.synOptions = "2/1460/-";
        row.quotedProtocol = 255;
        row.quotedSourcePort = 65_535;
        row.quotedDestinationPort = 2;
        pool.reserve(2);
        pool.append(row, 0, 0);
        pool.append(new PacketRow(), 1, 0);
        PacketRow read = new PacketRow();
        pool.read(0, read);

        row.quotes = true;
        row.quotedSource = 1;
        row.quotedDestination = -1;
        assertThat(read).usingRecursiveComparison().isEqualTo(row);
        pool.read(1, read);
        assertThat(read).usingRecursiveComparison().isEqualTo(new PacketRow());
    }
}
