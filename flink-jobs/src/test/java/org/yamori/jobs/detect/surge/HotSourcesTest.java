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
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HotSourcesTest {
    private static final int MOST = 256;

    @Test
    void fewSources_areAllThere_withTheirPackets() {
        HotSources hot = new HotSources(MOST);
        hot.add(Sighting.asNewcomer(Sighting.of(Sighting.ofIpv4(23, 9), 2)));
        hot.add(Sighting.of(Sighting.ofIpv4(23, 9), 3));
        hot.add(Sighting.of(Sighting.ofIpv4(23, 10), 1));

        assertThat(hot.sightings())
                .containsExactlyInAnyOrder(
                        Sighting.asNewcomer(Sighting.of(Sighting.ofIpv4(23, 9), 5)),
                        Sighting.of(Sighting.ofIpv4(23, 10), 1));
    }

    @Test
    void networks_areCountedAsFarAsNeeded() {
        HotSources hot = new HotSources(MOST);
        for (int host = 0; host < 200; host++) {
            hot.add(Sighting.of(Sighting.ofIpv4(23, 0xC0000200 + host), 1));
        }
        assertThat(hot.networks(4)).isEqualTo(1);
        hot.add(Sighting.of(Sighting.ofIpv4(23, 0xC0000300), 1));
        hot.add(Sighting.of(Sighting.ofIpv4(23, 0xC6336401), 1));
        assertThat(hot.networks(4)).isEqualTo(3);
        assertThat(hot.networks(2)).isEqualTo(2);
    }

    @Test
    void manySources_areASampleThatDoesNotDependOnTheirOrder() throws IOException {
        List<Long> all = new ArrayList<>();
        for (int source = 0; source < 5_000; source++) {
            all.add(Sighting.of(Sighting.ofIpv4(23, source), 1));
        }
        Collections.shuffle(all, new Random(1));
        HotSources one = new HotSources(MOST);
        all.forEach(one::add);
        Collections.shuffle(all, new Random(2));
        HotSources other = new HotSources(MOST);
        all.subList(0, 3_000).forEach(other::add);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        other.write(new DataOutputStream(bytes));
        HotSources again = HotSources.read(MOST, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        all.subList(3_000, 5_000).forEach(again::add);

        assertThat(one.sightings()).hasSize(MOST).isEqualTo(again.sightings());
    }
}
