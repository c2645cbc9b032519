package org.yamori.cli.alerts;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yamori.cli.alerts.Hosts.Certainty;
import org.yamori.wire.DistinctSources;
import org.yamori.wire.Shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

/** D-17: hosts of a month are those of its days, each counted once. */
class HostsTest {
    private static final LocalDate DAY = LocalDate.of(2011, 1, 13);

    private static DarknetDays.Day day(Optional<Long> sources, boolean exact, Optional<DistinctSources> sketch) {
        return new DarknetDays.Day(1, DAY, Optional.of(1L), sources, exact, sketch);
    }

    /** A day with hosts of these numbers, known exactly. */
    private static DarknetDays.Day day(int from, int to) {
        DistinctSources sources = new DistinctSources();
        for (int host = from; host < to; host++) {
            sources.add(Shards.mix(host));
        }
        return day(Optional.of((long) to - from), true, Optional.of(sources));
    }

    private static Hosts of(DarknetDays.Day... days) {
        return Hosts.of(List.of(days)).orElseThrow();
    }

    @Test
    void D17_hostsOfTwoDays_countOnce() {
        Hosts month = of(day(0, 200_000), day(100_000, 300_000), day(150_000, 160_000));
        assertThat(month.certainty()).isEqualTo(Certainty.ESTIMATED);
        // Three standard errors.
        assertThat(month.count()).isCloseTo(300_000L, withPercentage(3.66));
    }

    @Test
    void D17_fewHosts_areTold() {
        assertThat(of(day(0, 1), day(0, 1), day(0, 1), day(0, 1), day(1, 2), day(2, 3)))
                .isEqualTo(new Hosts(3, Certainty.ESTIMATED));
    }

    /** However far off an estimate is: a month has the hosts of its largest day, and those of all days at most. */
    @Test
    void D17_estimate_liesBetweenTheLargestDayAndTheSum() {
        DistinctSources three = day(0, 3).sketch().orElseThrow();
        DarknetDays.Day large = day(Optional.of(1_000L), true, Optional.of(three));
        assertThat(of(large, day(0, 3))).isEqualTo(new Hosts(1_000, Certainty.ESTIMATED));
        DarknetDays.Day small =
                day(Optional.of(2L), true, Optional.of(day(0, 50).sketch().orElseThrow()));
        assertThat(of(small, day(0, 3))).isEqualTo(new Hosts(5, Certainty.ESTIMATED));
    }

    @Test
    void D17_monthOfOneDay_isAsSureAsTheDay() {
        assertThat(of(day(0, 5_000))).isEqualTo(new Hosts(5_000, Certainty.COUNTED));
        assertThat(of(day(Optional.of(5_000L), false, Optional.empty())))
                .isEqualTo(new Hosts(5_000, Certainty.ESTIMATED));
        DarknetDays.Day unknown = day(Optional.empty(), true, Optional.empty());
        assertThat(of(day(0, 5_000), unknown)).isEqualTo(new Hosts(5_000, Certainty.COUNTED));
        assertThat(Hosts.of(List.of(unknown))).isEmpty();
    }

    @Test
    void D17_dayOfAnOlderVersion_leavesTheLargestDay() {
        DarknetDays.Day older = day(Optional.of(7_000L), true, Optional.empty());
        assertThat(of(day(0, 5_000), older, day(0, 6_000))).isEqualTo(new Hosts(7_000, Certainty.AT_LEAST));
    }
}
