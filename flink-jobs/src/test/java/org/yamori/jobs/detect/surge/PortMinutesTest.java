package org.yamori.jobs.detect.surge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Compared with sets of who was there in each minute. */
class PortMinutesTest {
    private static final long START = 29_000_000L;
    private static final int MINUTES = 300;

    @Test
    void sources_areTheDistinctOnesOfEachWindow() throws IOException {
        PortMinutes minutes = new PortMinutes(3);
        SourceMemory memory = new SourceMemory(3, 100_000);
        Random random = new Random(9);
        @SuppressWarnings({"unchecked", "rawtypes"})
        Set<Integer>[] seen = new Set[MINUTES];
        for (int i = 0; i < MINUTES; i++) {
            seen[i] = new HashSet<>();
            // silent now and then, once for more than an hour
            if (i % 7 < 5 && (i < 100 || i > 170)) {
                int row = minutes.rowAt(2, START + i);
                for (int n = random.nextInt(40); n > 0; n--) {
                    int source = random.nextInt(100);
                    if (seen[i].add(source)) {
                        minutes.see(row, memory.see(Sighting.ofIpv4(23, source), START + i), 1);
                    }
                }
            }
            if (SurgeScales.isNew(4, START + i)) {
                memory.sweep(START + i, series -> 2);
            }
            if (i == 200) {
                minutes = copy(minutes);
            }
            int row = minutes.rowAt(2, START + i);
            int[] counted = new int[SurgeScales.COUNT];
            minutes.sources(row, counted);
            int[] expected = new int[SurgeScales.COUNT];
            Set<Integer> distinct = new HashSet<>();
            for (int back = 0; back < 60; back++) {
                distinct.addAll(back <= i ? seen[i - back] : Set.of());
                for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
                    expected[scale] = SurgeScales.minutes(scale) == back + 1 ? distinct.size() : expected[scale];
                }
            }
            assertThat(counted).as("minute %s", i).isEqualTo(expected);
        }
    }

    @Test
    void destinationsAndSensors_areThoseOfTheLastHour() {
        PortMinutes minutes = new PortMinutes(1);
        minutes.add(minutes.rowAt(0, START), 5, 0b101, 0b1);
        minutes.add(minutes.rowAt(0, START + 20), 7, 0b110, 0b10);

        int row = minutes.rowAt(0, START + 20);
        assertThat(minutes.destinations(row)).isEqualTo(3);
        assertThat(minutes.sensors(row)).isEqualTo(2);
        assertThat(minutes.packets(row)).isEqualTo(7);
        assertThat(minutes.isActive(0, START + 20)).isTrue();
        assertThat(minutes.isActive(0, START + 21)).isFalse();

        row = minutes.rowAt(0, START + 80);
        assertThat(minutes.destinations(row)).isEqualTo(2);
        assertThat(minutes.destinations(minutes.rowAt(0, START + 200))).isZero();
    }

    private static PortMinutes copy(PortMinutes minutes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        minutes.write(new DataOutputStream(bytes));
        PortMinutes copy = new PortMinutes(3);
        copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        return copy;
    }
}
