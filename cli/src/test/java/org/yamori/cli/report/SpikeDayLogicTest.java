package org.yamori.cli.report;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SpikeDayLogicTest {
    private static final LocalDate DAY = LocalDate.of(2014, 10, 7);
    private final SpikeDayLogic logic = new SpikeDayLogic(SpikeRules.DEFAULT);

    @Test
    void scoreEqualToTheThreshold_isNoSpike() {
        var exact = new SpikeDayLogic(new SpikeRules(1, 5, 95));
        assertThat(exact.judge(days(10, 9, 11, 10, 15)).spikes()).isEmpty();
        assertThat(exact.judge(days(10, 9, 11, 10, 16)).spikes()).hasSize(1);
    }

    @Test
    void printedTable2_hasOneSpikeInEachNetwork() throws IOException {
        assertThat(logic.judge(printed("NICTER")).spikes()).containsOnlyKeys(LocalDate.of(2014, 10, 21));
        assertThat(logic.judge(printed("NORSE")).spikes()).containsOnlyKeys(LocalDate.of(2014, 10, 12));
    }

    @Test
    void spikeOfOneNetwork_isThatNetworksOnly() {
        SortedMap<String, List<LocalDate>> spikes = new TreeMap<>(Map.of(
                "NICTER", List.of(DAY, DAY.plusDays(2)),
                "NORSE", List.of(DAY.plusDays(1), DAY.plusDays(2))));
        assertThat(SpikeDayLogic.verdicts(spikes))
                .containsExactly(
                        Map.entry(DAY, "NICTER only"),
                        Map.entry(DAY.plusDays(1), "NORSE only"),
                        Map.entry(DAY.plusDays(2), "both"));
    }

    @Test
    void spikeOfTwoAmongThreeNetworks_namesThem_ofAllThree_isAll() {
        SortedMap<String, List<LocalDate>> spikes = new TreeMap<>(
                Map.of("a", List.of(DAY), "b", List.of(DAY, DAY.plusDays(1)), "c", List.of(DAY.plusDays(1), DAY)));
        assertThat(SpikeDayLogic.verdicts(spikes))
                .containsExactly(Map.entry(DAY, "all"), Map.entry(DAY.plusDays(1), "b and c"));
    }

    /**
     * Median 10, deviations 0 1 1 2 → by hand MAD 1; 0.6745 · 5 = 3.37 stays below 3.5 and 0.6745 · 6 = 4.05 does not.
     */
    @Test
    void scoreJustBelowTheThreshold_isNoSpike_justAbove_isOne() {
        assertThat(logic.judge(days(10, 9, 11, 10, 15)).spikes()).isEmpty();
        var period = logic.judge(days(10, 9, 11, 10, 16));
        assertThat(period.median()).isEqualTo(10);
        assertThat(period.deviation()).isEqualTo(1);
        assertThat(period.spikes()).containsOnlyKeys(DAY.plusDays(4));
        assertThat(period.spikes().get(DAY.plusDays(4))).isCloseTo(4.047, within(1e-9));
    }

    @Test
    void fall_isNoSpike() {
        assertThat(logic.judge(days(100, 99, 101, 100, 0)).spikes()).isEmpty();
    }

    /** Nine days of 5 and one of 15: MAD 0, mean absolute deviation 1, score 10 / 1.253314 = 7.98. */
    @Test
    void moreThanHalfTheDaysEqual_judgesByTheMeanDeviation() {
        var period = logic.judge(days(5, 5, 5, 5, 5, 5, 5, 5, 5, 15));
        assertThat(period.spikes()).containsOnlyKeys(DAY.plusDays(9));
        assertThat(period.spikes().get(DAY.plusDays(9))).isCloseTo(7.979, within(0.001));
    }

    @Test
    void allDaysEqual_orNoDay_hasNoSpike() {
        assertThat(logic.judge(days(7, 7, 7)).spikes()).isEmpty();
        assertThat(logic.judge(new TreeMap<>()).spikes()).isEmpty();
    }

    /** 21 days 0, 1, … 20: the 95th percentile is the 20th value, 19. */
    @Test
    void usualUpperLevel_isThe95thPercentile() {
        SortedMap<LocalDate, Long> days = new TreeMap<>();
        for (int i = 0; i <= 20; i++) {
            days.put(DAY.plusDays(i), (long) i);
        }
        assertThat(logic.judge(days).usualUpper()).isCloseTo(19, within(1e-9));
    }

    /** Scores of 2014-10-08 and 2014-10-12 reckoned with Python's statistics module: 2.549 and 3.827. */
    @Test
    void lowerThreshold_findsTheDayTheTextWarnsOf() throws IOException {
        var spikes = new SpikeDayLogic(new SpikeRules(0.6745, 2.5, 95))
                .judge(printed("NORSE"))
                .spikes();
        assertThat(spikes).containsOnlyKeys(LocalDate.of(2014, 10, 8), LocalDate.of(2014, 10, 12));
        assertThat(spikes.get(LocalDate.of(2014, 10, 8))).isCloseTo(2.549153, within(1e-6));
        assertThat(spikes.get(LocalDate.of(2014, 10, 12))).isCloseTo(3.827315, within(1e-6));
    }

    @Test
    void nonsenseRules_areRefusedWithTheValue() {
        assertThatThrownBy(() -> new SpikeRules(0, 3.5, 95))
                .hasMessageContaining("above 0")
                .hasMessageContaining("0.0");
        assertThatThrownBy(() -> new SpikeRules(0.6745, 3.5, 101)).hasMessageContaining("101");
    }

    private static SortedMap<LocalDate, Long> days(long... counts) {
        SortedMap<LocalDate, Long> days = new TreeMap<>();
        for (int i = 0; i < counts.length; i++) {
            days.put(DAY.plusDays(i), counts[i]);
        }
        return days;
    }

    private static SortedMap<LocalDate, Long> printed(String network) throws IOException {
        SortedMap<LocalDate, Long> days = new TreeMap<>();
        for (var row : Facts.table("000_table2_daily_counts.tsv")) {
            if (network.equals(row.get("network"))) {
                days.put(LocalDate.parse(row.get("date")), Long.parseLong(row.get("count")));
            }
        }
        return days;
    }
}
