package org.yamori.jobs.detect.daedalus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PacketTimesTest {
    @Test
    void afterABurst_littleIsKept() {
        PacketTimes times = new PacketTimes();
        for (int i = 0; i < 1_000; i++) {
            times.add(i, 60_000, 1_000);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(times.add(1_000_000 + i * 1_000_000L, 60_000, 1_000)).isFalse();
        }
        assertThat(times.size()).isEqualTo(1);
        assertThat(times.toString().split(",", -1)).hasSize(4);
    }

    /** Against counting all packets of the window again and again, through a copy now and then. */
    @Test
    void fullWindows_areThoseOfALinearCount() throws IOException {
        Random random = new Random(3);
        PacketTimes times = new PacketTimes();
        List<Long> all = new ArrayList<>();
        long now = 0;
        int full = 0;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(100) == 0 ? random.nextInt(3_000) : random.nextInt(20);
            long at = now;
            all.add(at);
            boolean expected = all.stream().filter(time -> at - time < 1_000).count() >= 50;
            full += expected ? 1 : 0;
            if (all.size() > 200) {
                all.remove(0);
            }
            assertThat(times.add(at, 1_000, 50)).as("packet %d", i).isEqualTo(expected);
            if (i % 997 == 0) {
                times = readAgain(times);
            }
        }
        assertThat(full).isBetween(2_000, 18_000);
    }

    private static PacketTimes readAgain(PacketTimes times) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        times.write(new DataOutputStream(bytes));
        return PacketTimes.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
