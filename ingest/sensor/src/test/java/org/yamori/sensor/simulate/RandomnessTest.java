package org.yamori.sensor.simulate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RandomnessTest {
    /** Java's own SplitMix64, whose algorithm is specified by its paper, is the oracle. */
    @Test
    void stream_isSplitMix64() {
        for (long seed : new long[] {0, 1, -1, 0x123456789abcdef0L}) {
            SplittableRandom oracle = new SplittableRandom(seed);
            RandomStream stream = new RandomStream(seed);
            for (int i = 0; i < 1000; i++) {
                assertThat(stream.next()).isEqualTo(oracle.nextLong());
            }
        }
    }

    @Test
    void poisson_hasThePrintedProbabilities() {
        // tables of the Poisson distribution, mean 3: P(0..6)
        double[] printed = {0.0498, 0.1494, 0.2240, 0.2240, 0.1680, 0.1008, 0.0504};
        int[] seen = new int[100];
        RandomStream random = new RandomStream(5);
        Poisson poisson = new Poisson();
        int draws = 400_000;
        for (int i = 0; i < draws; i++) {
            seen[poisson.draw(3, random)]++;
        }
        for (int k = 0; k < printed.length; k++) {
            // four sigma of a share p is 4 sqrt(p (1 - p) / n), at most 0.0027, and half a printed digit
            assertThat((double) seen[k] / draws).isCloseTo(printed[k], within(0.0028));
        }
    }

    @Test
    void poisson_ofALargeMean_hasThatMeanAndVariance() {
        RandomStream random = new RandomStream(6);
        Poisson poisson = new Poisson();
        double mean = 5_199.5;
        int draws = 20_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            double difference = poisson.draw(mean, random) - mean;
            sum += difference;
            squares += difference * difference;
        }
        // sigma of the mean: sqrt(5199.5 / 20000) = 0.51; of the variance: 5199.5 sqrt(2 / 20000) = 52
        assertThat(sum / draws).isCloseTo(0, within(2.04));
        assertThat(squares / draws).isCloseTo(mean, within(208.0));
        assertThat(poisson.draw(0, random)).isZero();
    }

    @Test
    void aliasTable_drawsByWeight() {
        AliasTable table = new AliasTable(new double[] {0.9, 0, 0.07, 0.03});
        RandomStream random = new RandomStream(7);
        int[] seen = new int[4];
        for (int i = 0; i < 1_000_000; i++) {
            seen[table.draw(random.next())]++;
        }
        // four sigma: 1200, 0, 1020, 682
        assertThat(seen[0]).isCloseTo(900_000, within(1_200));
        assertThat(seen[1]).isZero();
        assertThat(seen[2]).isCloseTo(70_000, within(1_020));
        assertThat(seen[3]).isCloseTo(30_000, within(682));
    }

    /** Compared with the plain sum over all ranks. */
    @Test
    void zipf_followsThePowerOfTheRank() {
        for (double exponent : new double[] {0, 0.8, 1, 1.1, 2}) {
            int ranks = 50_000;
            double[] power = new double[ranks];
            for (int i = 0; i < ranks; i++) {
                power[i] = Math.pow(i + 1.0, -exponent);
            }
            double all = Arrays.stream(power).sum();
            Zipf zipf = new Zipf(ranks, exponent);
            RandomStream random = new RandomStream(8);
            int draws = 1_000_000;
            int[] seen = new int[ranks];
            for (int i = 0; i < draws; i++) {
                seen[zipf.draw(random)]++;
            }
            for (int[] fromTo : List.of(
                    new int[] {0, 1},
                    new int[] {1, 2},
                    new int[] {9, 10},
                    new int[] {0, 100},
                    new int[] {100, 300},
                    new int[] {300, 5_000},
                    new int[] {5_000, 50_000},
                    new int[] {49_000, 50_000})) {
                double share = Arrays.stream(power, fromTo[0], fromTo[1]).sum() / all;
                double got = Arrays.stream(seen, fromTo[0], fromTo[1]).sum() / (double) draws;
                assertThat(got)
                        .as("exponent %s, ranks %s", exponent, Arrays.toString(fromTo))
                        .isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / draws) + 2e-6));
            }
        }
    }

    @Test
    void zipf_ofFewOrVeryManyRanks_staysInside() {
        RandomStream random = new RandomStream(9);
        for (int ranks : new int[] {1, 2, 127, 128, 129, 255, 256, 257, 258, 100_000_000}) {
            Zipf zipf = new Zipf(ranks, 1.1);
            for (int i = 0; i < 10_000; i++) {
                assertThat(zipf.draw(random)).isBetween(0, ranks - 1);
            }
        }
    }

    @Test
    void sourceAddresses_areDistinctPublicAndNotDark() {
        List<DarkSensor> dark = List.of(
                new DarkSensor("a", "n", List.of(AddressRange.parse("44.0.0.0/9"), AddressRange.parse("1.2.3.4"))));
        SourceAddresses sources = new SourceAddresses(42, dark);
        List<AddressRange> forbidden = List.of(
                AddressRange.parse("0.0.0.0/8"),
                AddressRange.parse("10.0.0.0/8"),
                AddressRange.parse("127.0.0.0/8"),
                AddressRange.parse("169.254.0.0/16"),
                AddressRange.parse("172.16.0.0/12"),
                AddressRange.parse("192.168.0.0/16"),
                AddressRange.parse("224.0.0.0/4"),
                AddressRange.parse("240.0.0.0/4"),
                AddressRange.parse("44.0.0.0/9"));
        BitSet low = new BitSet();
        BitSet high = new BitSet();
        int[] perQuarter = new int[4];
        int hosts = 2_000_000;
        for (int i = 0; i < hosts; i++) {
            int address = sources.at(i);
            BitSet half = address < 0 ? high : low;
            assertThat(half.get(address & 0x7fffffff)).isFalse();
            half.set(address & 0x7fffffff);
            perQuarter[address >>> 30]++;
            if (i < 200_000) {
                for (AddressRange range : forbidden) {
                    assertThat(range.contains(address)).isFalse();
                }
            }
        }
        // public /8 by quarter, nearly: 61.5 (no 0, 10, half of 44), 62.7 (no 100.64/10, 127), 63.9, 32
        double all = 61.5 + 62.75 + 63.9 + 32;
        assertThat(perQuarter[0] / (double) hosts).isCloseTo(61.5 / all, within(0.003));
        assertThat(perQuarter[1] / (double) hosts).isCloseTo(62.75 / all, within(0.003));
        assertThat(perQuarter[2] / (double) hosts).isCloseTo(63.9 / all, within(0.003));
        assertThat(perQuarter[3] / (double) hosts).isCloseTo(32 / all, within(0.003));
    }

    @Test
    void walk_meetsEveryAddressOnce() {
        for (List<AddressRange> ranges : List.of(
                List.of(AddressRange.parse("192.0.2.0/24")),
                List.of(AddressRange.parse("198.51.100.0/24"), AddressRange.parse("203.0.113.0/25")),
                List.of(
                        AddressRange.parse("192.0.2.9"),
                        AddressRange.parse("10.0.0.0/16"),
                        AddressRange.parse("9.9.9.8/30")))) {
            NumberedAddresses addresses = new NumberedAddresses(ranges);
            BitSet seen = new BitSet();
            for (int step = 0; step < addresses.size(); step++) {
                int address = addresses.walked(-77, step);
                assertThat(ranges).anyMatch(range -> range.contains(address));
                seen.set(address & 0x7fffffff);
            }
            assertThat(seen.cardinality()).isEqualTo(addresses.size());
            assertThat(addresses.walked(-77, addresses.size())).isEqualTo(addresses.walked(-77, 0));
        }
    }

    @Test
    void rhythm_swingsOverDayAndWeek() {
        double monday = 1_767_571_200; // 2026-01-05T00:00:00Z, a Monday
        Rhythm daily = Rhythm.utc(0.3, 0);
        assertThat(daily.factor(monday + 14 * 3600)).isCloseTo(1.3, within(1e-9));
        assertThat(daily.factor(monday + 2 * 3600)).isCloseTo(0.7, within(1e-9));
        assertThat(daily.factor(monday + 8 * 3600)).isCloseTo(1.0, within(1e-9));
        Rhythm weekly = Rhythm.utc(0, 0.1);
        assertThat(weekly.factor(monday)).isCloseTo(1.0, within(1e-9));
        assertThat(weekly.factor(monday + 42 * 3600)).isCloseTo(1.1, within(1e-9));
        assertThat(weekly.factor(monday + 126 * 3600)).isCloseTo(0.9, within(1e-9));
        assertThat(Rhythm.utc(0.3, 0.1).factor(monday + 14 * 3600))
                .isCloseTo(1.3 * (1 + 0.1 * Math.sin(Math.PI / 6)), within(1e-9));
        assertThat(Rhythm.utc(0, 0).factor(monday)).isEqualTo(1.0);
    }
}
