package org.yamori.console.overview;

import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.yamori.console.overview.Change.Direction;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeTest {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    @Test
    void newestSixth_isComparedWithTheRest() {
        Change change = change(10, 25);
        assertThat(change.before()).isEqualTo(OptionalDouble.of(10));
        assertThat(change.recent()).isEqualTo(OptionalDouble.of(25));
        assertThat(change.direction()).isEqualTo(Direction.RISING);
        assertThat(change(25, 10).direction()).isEqualTo(Direction.FALLING);
    }

    @Test
    void lessThanTwofold_isSteady() {
        assertThat(change(100, 199).direction()).isEqualTo(Direction.STEADY);
        assertThat(change(100, 200).direction()).isEqualTo(Direction.RISING);
        assertThat(change(200, 101).direction()).isEqualTo(Direction.STEADY);
        assertThat(change(200, 100).direction()).isEqualTo(Direction.FALLING);
    }

    /** Four packets in ten minutes after one in ten are within what chance does; fifty after none are not. */
    @Test
    void fewPackets_areNoRise() {
        assertThat(change(0.1, 0.4).direction()).isEqualTo(Direction.STEADY);
        assertThat(change(0, 5).direction()).isEqualTo(Direction.RISING);
    }

    @Test
    void nothingKnown_isSteady() {
        Change change = change(Double.NaN, 500);
        assertThat(change.before()).isEmpty();
        assertThat(change.direction()).isEqualTo(Direction.STEADY);
    }

    /** An hour of which the last ten minutes differ. */
    private static Change change(double before, double recent) {
        double[] values = new double[60];
        Arrays.fill(values, 0, 50, before);
        Arrays.fill(values, 50, 60, recent);
        return Change.of(new Series(NOON, 1, values));
    }
}
