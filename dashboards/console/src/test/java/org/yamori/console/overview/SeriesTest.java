package org.yamori.console.overview;

import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SeriesTest {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final double MISSING = Double.NaN;

    @Test
    void missingSteps_areLeftOutOfEveryFigure() {
        Series series = new Series(NOON, 6, new double[] {4, MISSING, 8, MISSING});
        assertThat(series.mean()).isEqualTo(OptionalDouble.of(6));
        assertThat(series.max()).isEqualTo(OptionalDouble.of(8));
        assertThat(series.lowest()).isZero();
        assertThat(series.gaps()).isEqualTo(2);
        assertThat(series.newest()).isEmpty();
        assertThat(series.at(2)).isEqualTo("2026-01-05T12:12:00Z");
    }

    @Test
    void stepsBeforeTheFirstCount_areNoGaps() {
        Series series = new Series(NOON, 6, new double[] {MISSING, MISSING, 8, MISSING});
        assertThat(series.begunAt(NOON.minusSeconds(1)).gaps()).isEqualTo(3);
        assertThat(series.begunAt(NOON.plusSeconds(720)).gaps()).isEqualTo(1);
        assertThat(series.begunAt(NOON.plusSeconds(720)).isGap(1)).isFalse();
        assertThat(series.begunAt(NOON.plusSeconds(720)).isGap(3)).isTrue();
        assertThat(series.begunAt(NOON.plusSeconds(86_400)).gaps()).isZero();
    }

    @Test
    void seriesOfNothing_knowsNothing() {
        Series series = Series.missing(Span.hoursBefore(NOON, 1), 1);
        assertThat(series.size()).isEqualTo(60);
        assertThat(series.start()).isEqualTo("2026-01-05T11:00:00Z");
        assertThat(series.gaps()).isEqualTo(60);
        assertThat(series.mean()).isEmpty();
        assertThat(series.lowest()).isEqualTo(-1);
    }

    @Test
    void span_countsItsMinutes_andHasWholeOnes() {
        Span span = Span.hoursBefore(NOON, 24);
        assertThat(span.minutes()).isEqualTo(1_440);
        assertThat(span.minuteOf(Instant.parse("2026-01-05T11:59:59Z"))).isEqualTo(1_439);
        assertThat(span.minuteOf(Instant.parse("2026-01-04T11:59:59Z"))).isEqualTo(-1);
        assertThatThrownBy(() -> Span.hoursBefore(NOON.plusSeconds(1), 1))
                .hasMessageContaining("whole minutes")
                .hasMessageContaining("12:00:01");
    }
}
