package org.yamori.jobs.detect.backscatter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

class StormSampleTest {
    private static final int KEY = ForgedSources.TELNET;

    private static StormShare sorted(StormSample sample) {
        StormShare share = sample.share(1);
        return share.sortedBySource(new int[] {share.sources.length});
    }

    private static void assertSame(StormSample one, StormSample other) {
        assertThat(other.bits()).isEqualTo(one.bits());
        assertThat(sorted(other)).usingRecursiveComparison().isEqualTo(sorted(one));
    }

    @Test
    void whatFits_isExact() {
        StormSample sample = new StormSample(1_024);
        for (int i = 0; i < 3_000; i++) {
            sample.add(i % 1_000, KEY, 64 - i / 1_000, 9 - i / 1_000);
        }
        StormShare share = sorted(sample);

        assertThat(sample.bits()).isZero();
        assertThat(share.sources).hasSize(1_000);
        assertThat(share.packets).containsOnly(3);
        assertThat(share.pairs).containsOnly(7);
        assertThat(share.leastTtls).containsOnly((byte) 62);
        assertThat(share.mostTtls).containsOnly((byte) 64);
    }

    /** A million sources where a thousand fit: which stay does not depend on who came first. */
    @Test
    void whatDoesNotFit_isSampledAlikeInEveryOrder() {
        int[] packets = new Random(5).ints(1_000_000).toArray();
        StormSample forwards = new StormSample(1_024);
        StormSample backwards = new StormSample(1_024);
        for (int i = 0; i < packets.length; i++) {
            forwards.add(packets[i], KEY, i & 0xff, packets[i] >> 3);
        }
        for (int i = packets.length - 1; i >= 0; i--) {
            backwards.add(packets[i], KEY, i & 0xff, packets[i] >> 3);
        }

        assertSame(forwards, backwards);
        assertThat(forwards.size()).isBetween(257, 1_024);
        assertThat((long) forwards.size() << forwards.bits())
                .as("four standard errors of at most 6 %")
                .isCloseTo(Arrays.stream(packets).distinct().count(), withPercentage(25));
    }

    @Test
    void written_isReadAgainAndGoesOnAlike() throws IOException {
        int[] packets = new Random(6).ints(40_000).toArray();
        StormSample whole = new StormSample(1_024);
        StormSample first = new StormSample(1_024);
        for (int packet : packets) {
            whole.add(packet, KEY, packet & 0xff, packet);
        }
        for (int i = 0; i < 20_000; i++) {
            first.add(packets[i], KEY, packets[i] & 0xff, packets[i]);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        first.write(new DataOutputStream(bytes));
        StormSample second = new StormSample(1_024);
        second.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        for (int i = 20_000; i < packets.length; i++) {
            second.add(packets[i], KEY, packets[i] & 0xff, packets[i]);
        }

        assertSame(whole, second);
    }

    @Test
    void portsWithFewSources_areNotTold() {
        StormSample sample = new StormSample(1_024);
        for (int i = 0; i < 10; i++) {
            sample.add(i, KEY, 64, 0);
        }
        sample.add(1, KEY + 1, 64, 0);

        assertThat(sample.share(2).keys).hasSize(10).containsOnly(KEY);
        sample.clear();
        assertThat(sample.share(1).keys).isEmpty();
    }
}
