package org.yamori.jobs.detect.backscatter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.jobs.detect.backscatter.StormState.Usual;
import org.yamori.jobs.detect.backscatter.StormState.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

class StormLogicTest {
    private static final long SEED = 20_260_301;

    private final StormLogic logic = new StormLogic(Answers.standard().storm());

    private Verdict judge(ForgedSources sources) {
        return logic.judge(sources.spread(), 1, new Usual(), false);
    }

    /** By hand: three of four sources in 10/8 and 10.0/16, two of them in one /24. */
    @Test
    void spread_countsPairsNetworksAndRepeats() {
        StormSample sample = new StormSample(1_024);
        sample.add(0x0a000001, ForgedSources.TELNET, 50, 7);
        sample.add(0x0a000001, ForgedSources.TELNET, 50, 5);
        sample.add(0x0a000002, ForgedSources.TELNET, 50, 5);
        sample.add(0x0a000101, ForgedSources.TELNET, 60, 5);
        sample.add(0x0a000101, ForgedSources.TELNET, 61, 5);
        sample.add(0xcb000001, ForgedSources.TELNET, 60, 5);
        StormShare share = sample.share(1).sortedBySource(new int[] {4});
        SourceSpread spread = SourceSpread.of(share, 0, share.sources.length);

        assertThat(share.sources).containsExactly(0x0a000001, 0x0a000002, 0x0a000101, 0xcb000001);
        assertThat(spread.sources).isEqualTo(4);
        assertThat(spread.packets).isEqualTo(6);
        assertThat(spread.pairsIn8).isEqualTo(3);
        assertThat(spread.pairsIn16).isEqualTo(3);
        assertThat(spread.networks).isEqualTo(3);
        assertThat(spread.busyNetworks).isZero();
        assertThat(spread.repeating).isEqualTo(2);
        assertThat(spread.repeatingAlike).isEqualTo(1);
        assertThat(spread.ttlSquares).as("two with 50 and two with 60").isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_100, 5_000, 60_000})
    void sourcesFromEverywhere_areAStorm(int packets) {
        Verdict verdict = judge(new ForgedSources(SEED).everywhere(packets));

        assertThat(verdict.storm).isTrue();
        assertThat(verdict.shape).isEqualTo(StormLogic.UNIFORM);
        assertThat(verdict.entropyRatio).isBetween(0.97, 1.0);
    }

    @Test
    void fewerThanAThousand_areNone() {
        Verdict verdict = judge(new ForgedSources(SEED).everywhere(990));

        assertThat(verdict.forged).isTrue();
        assertThat(verdict.storm).isFalse();
    }

    @Test
    void fewNetworksWithManyTtls_areAStormAlsoWhenEachAddressComesOften() {
        assertThat(judge(new ForgedSources(SEED).ofFewNetworks(1_500, 9, 4)).shape)
                .isEqualTo(StormLogic.FEW_NETWORKS);
        Verdict often = judge(new ForgedSources(SEED).ofFewNetworks(60_000, 9, 4));

        assertThat(often.packetsPerSource).isGreaterThan(4);
        assertThat(often.storm).isTrue();
        assertThat(often.networks).isEqualTo(49);
        assertThat(often.pairs).isLessThanOrEqualTo(4);
    }

    /** A scanner's network: every address sends, all from one place. */
    @Test
    void fewNetworksWithOneTtl_areNone() {
        assertThat(judge(new ForgedSources(SEED).ofFewNetworks(6_000, 1, 4)).storm)
                .isFalse();
    }

    /** Real hosts come back, however slow and however evenly spread; and they are not evenly spread. */
    @ParameterizedTest
    @CsvSource({
        "2000, 3.0, 0",
        "20000, 0.5, 0",
        "100000, 0.05, 0",
        "500000, 0.01, 0",
        "2000, 3.0, 40",
        "20000, 0.5, 40",
        "100000, 0.05, 40",
        "500000, 0.01, 120"
    })
    void hosts_areNoStorm(int hosts, double packetsEach, int networks) {
        Verdict verdict = judge(new ForgedSources(SEED).hosts(hosts, packetsEach, networks));

        assertThat(verdict.sources).isGreaterThan(1_000);
        assertThat(verdict.forged).isFalse();
    }

    @Test
    void stormOnABusyPort_isJudgedWithoutWhatIsUsual() {
        Usual usual = new Usual();
        StormLogic.learn(usual, true, new ForgedSources(1).hosts(8_000, 0.5, 40).spread(), 1);
        assertThat(usual.sources).isBetween(3_000.0, 3_300.0);

        Verdict lessThanTwice = logic.judge(
                new ForgedSources(2).hosts(8_000, 0.5, 40).everywhere(2_500).spread(), 1, usual, false);
        Verdict tenfold = logic.judge(
                new ForgedSources(2).hosts(8_000, 0.5, 40).everywhere(30_000).spread(), 1, usual, false);
        Verdict worm = logic.judge(new ForgedSources(2).hosts(80_000, 0.5, 40).spread(), 1, usual, false);

        assertThat(lessThanTwice.storm).isFalse();
        assertThat(tenfold.storm).isTrue();
        assertThat(tenfold.threshold).isEqualTo(Math.round(2 * usual.sources));
        assertThat(worm.storm).isFalse();
    }
}
