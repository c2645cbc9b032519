package org.yamori.jobs.detect.fingerprint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.SourceKeys;

import static org.assertj.core.api.Assertions.assertThat;

class SampledRowsTest {
    private static final long SEED = 20161127;

    private static void count(SampledRows table, long source) {
        int at = table.place(SourceKeys.hash(source >>> 7, source), source >>> 7, source);
        if (at >= 0 && ++table.rows()[at + SampledRows.THIRD] == 1) {
            table.inserted();
        }
    }

    private static void countPair(SampledRows table, long source, long third) {
        int at = table.place(SourceKeys.hash(0, source), 0, source, third);
        if (at >= 0 && ++table.rows()[at + SampledRows.THIRD + 1] == 1) {
            table.inserted();
        }
    }

    private static Map<Long, Long> counts(SampledRows table) {
        Map<Long, Long> counts = new TreeMap<>();
        table.forEach((rows, at) -> counts.put(rows[at + SampledRows.LOW], rows[at + SampledRows.THIRD]));
        return counts;
    }

    private static List<Long> packets(int sources, int most) {
        Random random = new Random(SEED);
        List<Long> packets = new ArrayList<>();
        for (long source = 0; source < sources; source++) {
            for (int n = 1 + random.nextInt(most); n > 0; n--) {
                packets.add(source * 4_099);
            }
        }
        Collections.shuffle(packets, random);
        return packets;
    }

    @Test
    void sourcesThatFit_areAllThereWithTheirCounts() {
        SampledRows table = SampledRows.ofSources(3, 10_000);
        Map<Long, Long> expected = new TreeMap<>();
        for (long source : packets(10_000, 5)) {
            count(table, source);
            expected.merge(source, 1L, Long::sum);
        }
        assertThat(table.level()).isZero();
        assertThat(table.size()).isEqualTo(10_000);
        assertThat(counts(table)).isEqualTo(expected);
    }

    @Test
    void sample_isTheSameInEveryOrder_andItsCountsAreWhole() {
        List<Long> packets = packets(40_000, 4);
        SampledRows one = SampledRows.ofSources(3, 1_000);
        packets.forEach(source -> count(one, source));
        Collections.reverse(packets);
        SampledRows other = SampledRows.ofSources(3, 1_000);
        packets.forEach(source -> count(other, source));
        Map<Long, Long> expected = new TreeMap<>();
        for (long source : packets) {
            if (SampledRows.isSampled(SourceKeys.hash(source >>> 7, source), one.level())) {
                expected.merge(source, 1L, Long::sum);
            }
        }

        assertThat(counts(other)).isEqualTo(counts(one)).isEqualTo(expected);
        assertThat(one.size()).isBetween(400, 1_000);
        assertThat(one.level()).isEqualTo(other.level()).isEqualTo(6);
    }

    /** The standard error of 2^level times the size is 1 / sqrt(size); four of them are allowed. */
    @Test
    void sizeOfASample_estimatesAllSources() {
        SampledRows table = SampledRows.ofSources(3, 16_384);
        for (long source = 0; source < 3_000_000; source++) {
            count(table, source * 2_654_435_761L);
        }
        double estimate = (double) table.size() * (1L << table.level());
        assertThat(estimate).isBetween(3_000_000 * (1 - 4 / Math.sqrt(8_192)), 3_000_000 * (1 + 4 / Math.sqrt(8_192)));
        assertThat(table.size()).isLessThanOrEqualTo(16_384);
        assertThat(8L * table.rows().length).as("bytes").isEqualTo(SampledRows.mostBytes(3, 16_384));
    }

    @Test
    void pairs_keepWhatBelongsToOneSourceTogether() {
        SampledRows table = SampledRows.ofPairs(4, 1_000);
        for (long source = 0; source < 5_000; source++) {
            countPair(table, source, 23);
            countPair(table, source, 2_323);
            countPair(table, source, 23);
        }
        Map<Long, List<String>> bySource = new TreeMap<>();
        table.forEach((rows, at) -> bySource.computeIfAbsent(rows[at + SampledRows.LOW], unseen -> new ArrayList<>())
                .add(rows[at + SampledRows.THIRD] + "x" + rows[at + SampledRows.THIRD + 1]));
        assertThat(bySource)
                .isNotEmpty()
                .allSatisfy((source, pairs) -> assertThat(pairs).containsExactlyInAnyOrder("23x2", "2323x1"));
    }

    @Test
    void whatWasWritten_isReadBack_andGoesOnTheSame() throws IOException {
        SampledRows table = SampledRows.ofSources(3, 1_000);
        List<Long> packets = packets(3_000, 3);
        packets.subList(0, 3_000).forEach(source -> count(table, source));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.write(new DataOutputStream(bytes));
        SampledRows read = SampledRows.ofSources(3, 1_000);
        read.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(counts(read)).isEqualTo(counts(table));
        packets.subList(3_000, packets.size()).forEach(source -> {
            count(table, source);
            count(read, source);
        });
        assertThat(counts(read)).isEqualTo(counts(table));
        assertThat(read.level()).isEqualTo(table.level());
    }
}
