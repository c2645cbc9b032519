package org.yamori.console.page;

import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.yamori.console.overview.Change;
import org.yamori.console.overview.Change.Direction;
import org.yamori.console.overview.SensorHealth.Losses;
import org.yamori.console.overview.Span;

import static org.assertj.core.api.Assertions.assertThat;

class WordsTest {
    @Test
    void shares_areNeverRoundedUpToAll() {
        assertThat(Words.percent(OptionalDouble.of(1))).isEqualTo("100 %");
        assertThat(Words.percent(OptionalDouble.of(0.999_999))).isEqualTo("99.9 %");
        assertThat(Words.percent(OptionalDouble.of(0.938))).isEqualTo("93.8 %");
        assertThat(Words.percent(OptionalDouble.of(0))).isEqualTo("0.0 %");
        assertThat(Words.percent(OptionalDouble.empty())).isEqualTo("–");
    }

    @Test
    void rates_haveAFractionOnlyWhereItMatters() {
        assertThat(Words.rate(OptionalDouble.of(1_234.4))).isEqualTo("1,234");
        assertThat(Words.rate(OptionalDouble.of(9.46))).isEqualTo("9.5");
        assertThat(Words.rate(OptionalDouble.of(7))).isEqualTo("7");
        assertThat(Words.rate(OptionalDouble.of(0))).isEqualTo("0");
        assertThat(Words.rate(OptionalDouble.empty())).isEqualTo("–");
    }

    @Test
    void changes_areFoldsFromTwoUp_andPercentBelow() {
        assertThat(change(10, 23)).isEqualTo("×2.3");
        assertThat(change(10, 120)).isEqualTo("×12");
        assertThat(change(10, 15)).isEqualTo("+50 %");
        assertThat(change(10, 6)).isEqualTo("−40 %");
        assertThat(change(10, 10.02)).isEqualTo("±0 %");
        assertThat(change(0, 3)).isEqualTo("new");
        assertThat(change(0, 0)).isEqualTo("±0 %");
        assertThat(Words.change(new Change(OptionalDouble.of(1), OptionalDouble.empty(), Direction.STEADY)))
                .isEqualTo("–");
    }

    @Test
    void ages_areInTheLargestUnitThatSaysEnough() {
        Instant now = Instant.parse("2026-11-20T08:00:00Z");
        assertThat(Words.ago(now.minusSeconds(119), now)).isEqualTo("just now");
        assertThat(Words.ago(now.minusSeconds(120), now)).isEqualTo("2 minutes ago");
        assertThat(Words.ago(now.minusSeconds(7_200), now)).isEqualTo("2 hours ago");
        assertThat(Words.ago(Instant.parse("2026-11-18T08:00:00Z"), now)).isEqualTo("2 days ago");
        assertThat(Words.ago(Instant.parse("2026-10-23T08:00:00Z"), now)).isEqualTo("4 weeks ago");
        assertThat(Words.ago(now.plusSeconds(60), now)).contains("future");
    }

    @Test
    void spans_nameTheSecondDayOnlyWhereItIsAnother() {
        assertThat(Words.span(Span.hoursBefore(Instant.parse("2026-01-05T12:00:00Z"), 6)))
                .isEqualTo("2026-01-05 06:00 – 12:00 UTC");
        assertThat(Words.span(Span.hoursBefore(Instant.parse("2026-01-05T03:00:00Z"), 6)))
                .isEqualTo("2026-01-04 21:00 – 2026-01-05 03:00 UTC");
    }

    private static String change(double before, double recent) {
        return Words.change(new Change(OptionalDouble.of(recent), OptionalDouble.of(before), Direction.STEADY));
    }

    @Test
    void losses_nameOnlyWhatThereWas() {
        assertThat(Words.losses(Losses.NONE)).isEqualTo("nothing");
        assertThat(Words.losses(new Losses(2, 0))).isEqualTo("2 blocks");
        assertThat(Words.losses(new Losses(0, 64_969))).isEqualTo("64,969 packets dropped");
        assertThat(Words.losses(new Losses(2, 30))).isEqualTo("2 blocks, 30 packets dropped");
    }
}
