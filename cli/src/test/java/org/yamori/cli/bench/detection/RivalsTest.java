package org.yamori.cli.bench.detection;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Every rival on a series short enough for a hand. */
class RivalsTest {
    private static final int DAY = 1440;
    private static final int LAST = 32 * DAY - 1;

    /** Each of 32 days has the sources of one minute, at noon. */
    private static PortSeries days(int... sources) {
        return GivenSeries.of(32 * DAY, minute -> minute % DAY == 720 ? sources[minute / DAY % sources.length] : 0);
    }

    /** 31 days of one number, then another. */
    private static PortSeries lastDay(int before, int last) {
        return GivenSeries.of(32 * DAY, minute -> minute % DAY != 720 ? 0 : minute > 31 * DAY ? last : before);
    }

    @Test
    void merit_comparesThreeDaysWithTheThreeBefore() {
        // (1600 + 1000 + 1000) / (1000 + 1000 + 1000)
        assertThat(new Rivals.MeritDayOverDay(lastDay(1000, 1600)).judge(LAST)).isCloseTo(1.2, within(1e-9));
        // A mean of 400 is not above 500.
        assertThat(new Rivals.MeritDayOverDay(lastDay(100, 1000)).judge(LAST)).isZero();
    }

    @Test
    void greyNoiseWarning_needsBothRules() {
        // The 27 days before are 7 of 100, 7 of 110, 7 of 120 and 6 of 130, mean 114.444.
        PortSeries series = GivenSeries.of(
                32 * DAY, minute -> minute % DAY != 720 ? 0 : minute > 31 * DAY ? 175 : 100 + 10 * (minute / DAY % 4));
        // Median 110, quartiles 105 and 120: (175 - 110) / 15 = 4.3333. Deviations: squares 7 x 208.64 + 7 x 19.75
        // + 7 x 30.86 + 6 x 241.98 = 3266.7, deviation sqrt(3266.7 / 26) = 11.209: 60.556 / 11.209 = 5.40
        assertThat(new Rivals.GreyNoiseWarning(series).judge(LAST)).isCloseTo(65.0 / 15, within(1e-9));
        // With a deviation three times as wide that rule is the narrower: a day of 1000 does not change the quartiles.
        PortSeries wide = GivenSeries.of(
                32 * DAY,
                minute -> minute % DAY != 720
                        ? 0
                        : minute > 31 * DAY ? 175 : minute < 5 * DAY ? 1000 : 100 + 10 * (minute / DAY % 4));
        assertThat(new Rivals.GreyNoiseWarning(wide).judge(LAST)).isLessThan(1);
    }

    @Test
    void greyNoiseTag_isTheRelativeExcess() {
        assertThat(new Rivals.GreyNoiseTag(lastDay(200, 500)).judge(LAST)).isCloseTo(1.5, within(1e-9));
    }

    @Test
    void paper004_isTenTimesTheMedianAndAHundred() {
        assertThat(new Rivals.Paper004(lastDay(20, 200)).judge(LAST)).isEqualTo(10);
        assertThat(new Rivals.Paper004(lastDay(5, 99)).judge(LAST)).isZero();
    }

    @Test
    void ears_leavesTwoDaysOut() {
        // Days 3 to 9 before: 10, 12, 14 … 22 in some order: mean 16, sample variance 112 / 6, deviation 4.3205.
        int[] sources = new int[32];
        for (int day = 0; day < 7; day++) {
            sources[31 - 3 - day] = 10 + 2 * day;
        }
        sources[30] = 999;
        sources[29] = 999;
        sources[31] = 30;
        assertThat(new Rivals.EarsDays(days(sources)).judge(LAST)).isCloseTo(14 / 4.3205, within(0.001));
    }

    @Test
    void farrington_comparesTwoThirdsPowers() {
        // Mean 8, quasi-Poisson (4 + 4) / 8 / 1 = 1; 27^(2/3) - 8^(2/3) = 9 - 4;
        // variance 4/9 x 8^(-2/3) x (8 + 8 / 2) = 4/9 x 12 / 4 = 1.3333
        assertThat(Rivals.Farrington.score(27, new double[] {6, 10})).isCloseTo(5 / Math.sqrt(4.0 / 3), within(1e-9));
    }

    @Test
    void cusum_addsLogarithmsOfLikelihoods() {
        Rivals.NegativeBinomialCusum cusum = new Rivals.NegativeBinomialCusum(lastDay(0, 0));
        cusum.expect(10);
        // y ln(2 x 1.15 / 1.30) - ln(1.30 / 1.15) / 0.015: 0.570545 y - 8.173488
        assertThat(cusum.step(0)).isCloseTo(-8.173488, within(1e-5));
        assertThat(cusum.step(20)).isCloseTo(20 * 0.570545 - 8.173488, within(1e-4));
    }

    @Test
    void fixed_isTheMinute() {
        assertThat(new Rivals.Fixed(lastDay(3, 44)).judge(31 * DAY + 720)).isEqualTo(44);
    }

    @Test
    void ewma_countsDeviationsBeforeItLearns() {
        Rivals.Ewma ewma = new Rivals.Ewma(GivenSeries.of(3, minute -> 10 + 3 * minute));
        // Starts at mean 10 and variance 1: (10 - 10) / 1; learns 0.99 x (1 + 0) = 0.99; (13 - 10) / sqrt(0.99)
        assertThat(ewma.judge(0)).isZero();
        assertThat(ewma.judge(1)).isCloseTo(3 / Math.sqrt(0.99), within(1e-9));
        // mean 10.03, variance 0.99 x (0.99 + 0.01 x 9)
        assertThat(ewma.judge(2)).isCloseTo(5.97 / Math.sqrt(0.99 * 1.08), within(1e-9));
    }

    @Test
    void ltaSta_isTheLowerPercentileOverTheUpper() {
        // 1000 minutes of 0 to 9 in turn: 5 percent are above 9 minus one step: the 95th percentile is 9.
        PortSeries series = GivenSeries.of(1030, minute -> minute < 1000 ? minute % 10 : 18 + minute % 2);
        Rivals.LtaSta rival = new Rivals.LtaSta(series);
        double last = 0;
        for (int minute = 0; minute < 1000; minute++) {
            rival.learn(minute);
        }
        for (int minute = 1000; minute < 1030; minute++) {
            last = rival.judge(minute);
        }
        // The second lowest of 30 minutes of 18 and 19.
        assertThat(last).isEqualTo(2);
    }

    @Test
    void chocolatine_seesNothingInAPerfectWeek_andAStepAtOnce() {
        PortSeries series = GivenSeries.of(32 * DAY, minute -> (minute > 31 * DAY ? 50 : 0) + 10 + minute / 60 % 24);
        Rivals.Chocolatine rival = new Rivals.Chocolatine(series);
        for (int minute = 0; minute < 31 * DAY; minute++) {
            rival.learn(minute);
        }
        // Away from full hours the mean of the minutes around is the minute.
        assertThat(rival.judge(31 * DAY)).isLessThan(1);
        rival.judge(31 * DAY + 1);
        for (int minute = 31 * DAY + 2; minute < 31 * DAY + 30; minute++) {
            rival.judge(minute);
        }
        assertThat(rival.judge(31 * DAY + 30)).isGreaterThan(5);
    }

    @Test
    void changeFinder_jumpsWhereTheSeriesDoes() {
        ChangeFinder finder = new ChangeFinder(lastDay(0, 0));
        double before = 0;
        for (int minute = 0; minute < 2000; minute++) {
            before = finder.take(100 + minute * 7 % 5);
        }
        double after = 0;
        for (int minute = 0; minute < 8; minute++) {
            after = Math.max(after, finder.take(300 + minute * 7 % 5));
        }
        assertThat(after).isGreaterThan(before + 10);
    }

    @Test
    void changeFindersLoss_isTheDensityOfAForgettingAutoregression() {
        // First value 200: mean 0.005 x 200 = 1; covariances 0.005 x (199 x 199, 199 x -1, 199 x -1) = 198.005, -0.995,
        // -0.995; a1 = c1 (c0 - c2) / (c0² - c1²) = -0.995 x 199 / 39204.99 = -0.0050505; a2 = (c0 c2 - c1²) / … =
        // (-197.015 - 0.990) / 39204.99 = -0.0050505; error = 199 - 2 x 0.0050505 x 1 = 198.98990;
        // variance = 1 + 0.005 (39596.98 - 1) = 198.97990; loss = ln(2 pi 198.98) / 2 + 39596.98 / 397.9598
        assertThat(new ChangeFinder.Autoregression().loss(200))
                .isCloseTo(0.5 * Math.log(2 * Math.PI * 198.9799) + 39596.98 / 397.9598, within(0.001));
    }
}
