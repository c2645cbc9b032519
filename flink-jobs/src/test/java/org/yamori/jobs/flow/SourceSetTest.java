package org.yamori.jobs.flow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

class SourceSetTest {
    /** A source as 128 bits. */
    private record Source(long high, long low) {}

    private static List<Source> randomSources(Random random, int count) {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sources.add(
                    switch (random.nextInt(3)) {
                        case 0 -> new Source(0, SourceKeys.lowOfIpv4(random.nextInt(50_000) * 7919));
                        case 1 -> new Source(0x2001_0db8_0000_0000L, random.nextInt(50_000));
                        default ->
                            new Source(
                                    SourceKeys.highOfLabel(), SourceKeys.lowOfLabel("label " + random.nextInt(9_000)));
                    });
        }
        return sources;
    }

    @Test
    void belowTheLimit_itCountsAndSaysWhatIsNewLikeASet() throws IOException {
        for (long seed = 1; seed <= 10; seed++) {
            Random random = new Random(seed);
            SourceSet set = new SourceSet(1_000_000);
            Set<Source> model = new HashSet<>();
            for (Source source : randomSources(random, 30_000)) {
                assertThat(set.add(source.high, source.low)).as("seed %d", seed).isEqualTo(model.add(source));
            }
            assertThat(set.count()).as("seed %d", seed).isEqualTo(model.size());
            assertThat(set.exact()).isTrue();
            SourceSet copy = copyOf(set, 1_000_000);
            Source known = model.iterator().next();
            assertThat(copy.add(known.high, known.low)).isFalse();
            assertThat(copy.add(0x2001_0db8_ffff_0000L, 1)).isTrue();
            assertThat(copy.count()).isEqualTo(model.size() + 1);
        }
    }

    @Test
    void aboveTheLimit_itIsTheSameSketchInAnyOrderAndAfterACopy() throws IOException {
        long seed = 11;
        List<Source> sources = randomSources(new Random(seed), 60_000);
        Set<Source> model = new HashSet<>(sources);
        byte[] expected = bytesOf(filled(sources, 500));
        for (int shuffle = 0; shuffle < 5; shuffle++) {
            Collections.shuffle(sources, new Random(shuffle));
            SourceSet first = filled(sources.subList(0, 20_000), 500);
            SourceSet second = copyOf(first, 500);
            sources.subList(20_000, sources.size()).forEach(source -> second.add(source.high, source.low));
            assertThat(bytesOf(second)).as("shuffle %d", shuffle).isEqualTo(expected);
            assertThat(second.exact()).isFalse();
            // Three standard errors of 1.2 %.
            assertThat(second.count()).isCloseTo(model.size(), withPercentage(3.6));
        }
    }

    @Test
    void theLimitItself_isStillExact() {
        SourceSet set = new SourceSet(100);
        for (int i = 0; i < 100; i++) {
            set.add(0, SourceKeys.lowOfIpv4(i));
        }
        assertThat(set.exact()).isTrue();
        assertThat(set.count()).isEqualTo(100);

        set.add(0, SourceKeys.lowOfIpv4(100));

        assertThat(set.exact()).isFalse();
    }

    private static SourceSet filled(List<Source> sources, int limit) {
        SourceSet set = new SourceSet(limit);
        sources.forEach(source -> set.add(source.high, source.low));
        return set;
    }

    private static byte[] bytesOf(SourceSet set) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        set.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static SourceSet copyOf(SourceSet set, int limit) throws IOException {
        return SourceSet.read(limit, new DataInputStream(new ByteArrayInputStream(bytesOf(set))));
    }
}
