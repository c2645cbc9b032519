package org.yamori.cli.bench.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.detect.surge.Climate;
import org.yamori.jobs.detect.surge.ScoredMinute;
import org.yamori.jobs.detect.surge.SurgeOptions;
import org.yamori.jobs.detect.surge.SurgeRules;
import org.yamori.jobs.detect.surge.SurgeScorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What the simulated series are, and that giving minutes in bulk changes nothing. */
class SeriesTest {
    private static final int DAY = 1440;

    @Test
    void draws_haveTheMeanAndVarianceOfTheirDistribution() {
        long seed = 3;
        SplittableRandom random = new SplittableRandom(seed);
        CountDraw draw = new CountDraw(0.02);
        for (double mean : new double[] {0.1, 3, 30, 400}) {
            int many = 400_000;
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < many; i++) {
                double count = draw.draw(mean, random);
                sum += count;
                squares += count * count;
            }
            double variance = squares / many - sum / many * sum / many;
            assertThat(sum / many).as("mean %s, seed %d", mean, seed).isCloseTo(mean, within(mean * 0.02));
            assertThat(variance)
                    .as("variance of %s, seed %d", mean, seed)
                    .isCloseTo(mean + 0.02 * mean * mean, within((mean + 0.02 * mean * mean) * 0.03));
        }
    }

    @Test
    void farTails_areThere() {
        // A negative binomial of mean 0.1, dispersion 0.02: P(0) = 1.002^-50 = 0.904929, P(1) = P(0) x 0.1 / 1.002,
        // P(2) = P(1) x 51 / 2 x 0.002 / 1.002; so P(count > 1) = 1 - 0.904929 - 0.090312 = 0.004759
        CountDraw draw = new CountDraw(0.02);
        SplittableRandom random = new SplittableRandom(8);
        int above = 0;
        for (int i = 0; i < 1_000_000; i++) {
            above += draw.draw(0.1, random) > 1 ? 1 : 0;
        }
        assertThat(above).isBetween(4350, 5150);
    }

    @Test
    void windows_countASourceOnce() {
        // One source a minute that was always there two minutes before: two sources in all windows above a minute.
        PortSeries series = new PortSeries(
                1, 200, true, new Noise("none", 0.005, 0), new CountDraw(0.005), new SplittableRandom(1));
        series.give(minute -> 0);
        series.giveReturning(minute -> 1);
        assertThat(series.sources(0, 100)).isEqualTo(1);
        assertThat(series.sources(1, 100)).isEqualTo(2);
        assertThat(series.sources(3, 100)).isEqualTo(2);
        series.renumber(99);
        // Minutes 99 and 100 have new addresses; in an hour there were the two old ones too.
        assertThat(series.sources(0, 100)).isEqualTo(1);
        assertThat(series.sources(3, 100)).isEqualTo(4);
        assertThat(series.sources(1, 110)).isEqualTo(2);
    }

    @Test
    void growth_isNoticeableAtTwiceTheBaseline() {
        // 0.01 x 1.02^n >= 1: n = ln 100 / ln 1.02 = 232.6
        assertThat(Growth.ALL.get(0).noticeable(10)).isEqualTo(233);
        // Half of the way to 1.5: 0.01 x 2^n >= 0.25: n = log2 25 = 4.6
        assertThat(Growth.ALL.get(3).noticeable(1.5)).isEqualTo(5);
        assertThat(Growth.ALL.get(4).noticeable(3)).isZero();
        // 2 (n + 1) / 120 >= 1
        assertThat(Growth.ALL.get(5).noticeable(3)).isEqualTo(59);
    }

    @Test
    void limits_arePoissons() {
        // -ln 0.05; and the value of the tables for nine.
        assertThat(PoissonLimit.upper95(0)).isCloseTo(2.9957, within(1e-4));
        assertThat(PoissonLimit.upper95(9)).isCloseTo(15.705, within(1e-3));
    }

    @Test
    void delays_countWhatWasMissedAsForEver() {
        Delays delays = Delays.of(new double[] {5, 1, Delays.MISSED, 3, Delays.EARLY});
        assertThat(delays.quantile(0.5)).isEqualTo(3);
        assertThat(delays.quantile(0.95)).isInfinite();
        assertThat(delays.missed()).isEqualTo(1);
        assertThat(delays.early()).isEqualTo(1);
        assertThat(delays.recall()).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void bulk_decidesAsMinuteByMinute() {
        SurgeRules rules = SurgeOptions.defaults();
        CountDraw draw = new CountDraw(0.02);
        for (double level : new double[] {0.3, 4, 40}) {
            PortSeries series =
                    new PortSeries(level, 16 * DAY, level > 10, Noise.ROUGH, draw, new SplittableRandom(77));
            double[] excess = new double[300];
            Arrays.fill(excess, 4 * level + 1);
            series.fill(0, excess, 14 * DAY + 100);
            List<Climate> climates = Collections.nCopies(
                    16, SurgeScorer.underClimate(rules, 1, port -> true).climate());
            List<String> bulk = new ArrayList<>();
            SurgeRun run = new SurgeRun(rules, series, true);
            run.until(16 * DAY, climates, scored -> bulk.add(words(scored)));
            SurgeRun slow = new SurgeRun(rules, series, true);
            List<String> single = new ArrayList<>();
            for (int minute = 0; minute < 16 * DAY; minute++) {
                ScoredMinute scored = slow.step(1, 1000, 10);
                if (scored != null) {
                    single.add(words(scored));
                }
            }
            assertThat(bulk).as("level %s", level).isEqualTo(single).isNotEmpty();
        }
    }

    private static String words(ScoredMinute scored) {
        return scored.minute + " " + Arrays.toString(scored.sources) + " over " + scored.over + " risen "
                + scored.risen;
    }

    @Test
    void charts_breakLinesWhereNothingWasFound() {
        LineChart chart = new LineChart("a < b", "x", "y", 0, 100);
        chart.add(
                new LineChart.Line("one", new double[] {1, 10, 100}, new double[] {50, Double.POSITIVE_INFINITY, 200}));
        assertThat(chart.svg())
                .contains("a &lt; b", "M60.0 225.0M620.0 50.0")
                .startsWith("<svg ")
                .endsWith("</svg>\n");
    }
}
