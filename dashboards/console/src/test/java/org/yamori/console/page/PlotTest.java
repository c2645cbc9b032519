package org.yamori.console.page;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.yamori.console.overview.Series;
import org.yamori.console.overview.Span;

import static org.assertj.core.api.Assertions.assertThat;

/** Four steps in a box of 1000 by 100: their middles are at 125, 375, 625 and 875. */
class PlotTest {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final double MISSING = Double.NaN;

    @Test
    void curve_goesThroughTheMiddlesOfTheSteps() {
        assertThat(plot(0, 50, 100, 25).line()).isEqualTo("M125 100L375 50L625 0L875 75");
    }

    @Test
    void missingNumber_isAGap_andALonelyOneADot() {
        assertThat(plot(50, MISSING, 100, 0).line()).isEqualTo("M125 50h0M625 0L875 100");
        assertThat(plot(50, MISSING, 100, 0).area())
                .isEqualTo("M125 100L125 50L125 100ZM625 100L625 0L875 100L875 100Z");
        assertThat(plot(50, MISSING, MISSING, 100).gaps()).containsExactly(new Plot.Band("250", "500"));
        assertThat(plot(MISSING, MISSING, MISSING, MISSING).line()).isEmpty();
    }

    @Test
    void upperEdge_isARoundNumber_andLevelsSayWhich() {
        assertThat(plot(3, 7).top()).isEqualTo(8);
        assertThat(plot(1_140).top()).isEqualTo(1_500);
        assertThat(plot(1_140).levels())
                .containsExactly(new Plot.Level("1,500", "0"), new Plot.Level("750", "50"), new Plot.Level("0", "100"));
        assertThat(plot(0, 0).top()).isEqualTo(1);
        assertThat(plot(MISSING).top()).isEqualTo(1);
        assertThat(plot(100).top()).isEqualTo(100);
    }

    @Test
    void times_areFullHours_andKeepAwayFromTheEdges() {
        Series sixHours = Series.missing(Span.hoursBefore(NOON.plusSeconds(60), 6), 1);
        assertThat(Plot.of(sixHours).moments())
                .extracting(Plot.Moment::label)
                .containsExactly("07:00", "08:00", "09:00", "10:00", "11:00");
        assertThat(Plot.of(Series.missing(Span.hoursBefore(NOON, 1), 1)).moments())
                .extracting(Plot.Moment::label)
                .containsExactly("11:10", "11:20", "11:30", "11:40", "11:50");
        assertThat(Plot.of(Series.missing(Span.hoursBefore(NOON, 24), 1)).moments())
                .containsExactly(
                        new Plot.Moment("16:00", "16.67"),
                        new Plot.Moment("20:00", "33.33"),
                        new Plot.Moment("00:00", "50"),
                        new Plot.Moment("04:00", "66.67"),
                        new Plot.Moment("08:00", "83.33"));
    }

    @Test
    void partlySeenSteps_areMarked_missingOnesAreNot() {
        assertThat(Plot.partly(new Series(NOON, 1, new double[] {0.5, 0.9, MISSING, 1})))
                .containsExactly(new Plot.Band("0", "500"));
    }

    @Test
    void numbers_standBetweenCommas_andMissingOnesAreEmpty() {
        assertThat(plot(1_234, MISSING, 2.5, 0).values()).isEqualTo("1234,,2.5,0");
    }

    private static Plot plot(double... values) {
        return Plot.of(new Series(NOON, 1, values));
    }
}
