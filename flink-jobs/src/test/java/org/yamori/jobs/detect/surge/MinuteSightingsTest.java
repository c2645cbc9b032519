package org.yamori.jobs.detect.surge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MinuteSightingsTest {
    private static List<Long> told(MinuteSightings sightings) {
        List<Long> told = new ArrayList<>();
        sightings.forEach(told::add);
        Collections.sort(told);
        return told;
    }

    @Test
    void packets_areCountedByPortAndSource() {
        MinuteSightings minute = new MinuteSightings(100);
        minute.add(Sighting.ofIpv4(23, 1), 4, 0);
        minute.add(Sighting.ofIpv4(23, 1), 5, 1);
        minute.add(Sighting.ofIpv4(23, 2), 4, 0);
        minute.add(Sighting.ofIpv4(2323, 1), 4, 0);

        assertThat(told(minute))
                .containsExactly(
                        Sighting.of(Sighting.ofIpv4(23, 1), 2),
                        Sighting.of(Sighting.ofIpv4(23, 2), 1),
                        Sighting.of(Sighting.ofIpv4(2323, 1), 1));
        SurgePartial partial = SurgePartial.empty(1, 0);
        minute.tallies().copy(minute.tallies().row(23), partial, 0);
        assertThat(partial.packets[0]).isEqualTo(3);
        assertThat(partial.destinations[0]).isEqualTo(0b110000);
        assertThat(partial.sensors[0]).isEqualTo(0b11);
        assertThat(partial.levels[0]).isZero();
    }

    @Test
    void aFlood_isThinnedWhateverTheOrder_andSparesOtherPorts() throws IOException {
        List<Long> pairs = new ArrayList<>();
        for (int source = 0; source < 10_000; source++) {
            pairs.add(Sighting.ofIpv4(80, source * 31));
        }
        for (int source = 0; source < 90; source++) {
            pairs.add(Sighting.ofIpv4(23, source));
        }
        TreeSet<List<Long>> results = new TreeSet<>(java.util.Comparator.comparing(List::toString));
        for (int seed = 0; seed < 4; seed++) {
            Collections.shuffle(pairs, new Random(seed));
            MinuteSightings minute = new MinuteSightings(100);
            pairs.forEach(pair -> minute.add(pair, 0, 0));
            results.add(told(minute));

            int flood = minute.tallies().row(80);
            SurgePartial partial = SurgePartial.empty(1, 0);
            minute.tallies().copy(flood, partial, 0);
            long kept = told(minute).stream()
                    .filter(sighting -> Sighting.series(Sighting.pair(sighting)) == 80)
                    .count();
            assertThat(partial.packets[0]).isEqualTo(10_000);
            assertThat(kept).isBetween(20L, 100L);
            assertThat((double) (kept << partial.levels[0])).isBetween(5_000.0, 20_000.0);
            assertThat(told(minute)).hasSize((int) kept + 90);
            assertThat(told(copy(minute))).isEqualTo(told(minute));
        }
        assertThat(results).hasSize(1);
    }

    private static MinuteSightings copy(MinuteSightings minute) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        minute.write(new DataOutputStream(bytes));
        MinuteSightings copy = new MinuteSightings(100);
        copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        return copy;
    }
}
