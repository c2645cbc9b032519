package org.yamori.cli.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yamori.cli.report.StepLogic.Rise;
import org.yamori.cli.report.StepLogic.Step;

import static org.assertj.core.api.Assertions.assertThat;

class StepLogicTest {
    private static final LocalDate FIRST = LocalDate.of(2016, 7, 23);
    private static final LocalDate LAST = LocalDate.of(2016, 8, 14);
    private final StepLogic logic = new StepLogic(new SpikeDayLogic(SpikeRules.DEFAULT), 3);

    /** The report of 2016: UDP is high from July 23rd to the first half of August, because of 53413/udp. */
    @Test
    void highDaysPartedByAUsualDay_areNotOneStep() {
        assertThat(logic.steps(series(10, 11, 9, 10, 11, 9, 50, 50, 10, 50, 50, 10, 11, 9)))
                .isEmpty();
        assertThat(logic.steps(series(10, 11, 9, 10, 11, 9, 50, 50, 50, 10, 60, 60, 60, 11, 9, 10, 9, 11)))
                .containsExactly(
                        new Step(FIRST.plusDays(6), FIRST.plusDays(8)),
                        new Step(FIRST.plusDays(10), FIRST.plusDays(12)));
    }

    @Test
    void equalRises_areExplainedByTheFirstName() {
        Step step = new Step(FIRST, FIRST);
        assertThat(StepLogic.explanation(
                        step,
                        List.of(step),
                        series(1, 1).keySet(),
                        new TreeMap<>(Map.of("udp/2", series(5, 1), "udp/1", series(6, 2)))))
                .contains(new Rise("udp/1", 6, 2));
    }

    @Test
    void udpStepOfJuly2016_isMarkedAndExplained() {
        SortedMap<LocalDate, Long> netis = new TreeMap<>();
        SortedMap<LocalDate, Long> dns = new TreeMap<>();
        SortedMap<LocalDate, Long> udp = new TreeMap<>();
        for (LocalDate day = LocalDate.of(2016, 6, 1); day.isBefore(LocalDate.of(2016, 9, 30)); day = day.plusDays(1)) {
            boolean high = !day.isBefore(FIRST) && !day.isAfter(LAST);
            netis.put(day, high ? 900_000L : 100_000L);
            dns.put(day, 2_000_000L + 10_000L * (day.getDayOfMonth() % 7));
            udp.put(day, netis.get(day) + dns.get(day));
        }
        List<Step> steps = logic.steps(udp);
        assertThat(steps).containsExactly(new Step(FIRST, LAST));
        assertThat(StepLogic.explanation(
                        steps.get(0), steps, udp.keySet(), new TreeMap<>(Map.of("udp/53", dns, "udp/53413", netis))))
                .contains(new Rise("udp/53413", 900_000, 100_000));
    }

    @Test
    void twoHighDays_areNoStep_threeAre() {
        assertThat(logic.steps(series(10, 11, 9, 10, 11, 9, 50, 50, 10, 11))).isEmpty();
        assertThat(logic.steps(series(10, 11, 9, 10, 11, 9, 50, 50, 50, 10, 11, 9)))
                .containsExactly(new Step(FIRST.plusDays(6), FIRST.plusDays(8)));
    }

    @Test
    void stepAtTheEndOfThePeriod_isClosedThere() {
        assertThat(logic.steps(series(10, 11, 9, 10, 11, 9, 10, 60, 61, 62)))
                .containsExactly(new Step(FIRST.plusDays(7), FIRST.plusDays(9)));
    }

    @Test
    void dayThatWasNotObserved_doesNotBreakAStep() {
        SortedMap<LocalDate, Long> days = series(10, 11, 9, 10, 11, 9, 10, 60, 61, 62, 63);
        days.remove(FIRST.plusDays(9));
        assertThat(logic.steps(days)).containsExactly(new Step(FIRST.plusDays(7), FIRST.plusDays(10)));
    }

    /** The port of the other step must not pass for the usual level: usual is what no step holds. */
    @Test
    void explanation_comparesWithDaysOfNoStep() {
        Step first = new Step(FIRST, FIRST.plusDays(1));
        Step second = new Step(FIRST.plusDays(3), FIRST.plusDays(4));
        SortedMap<LocalDate, Long> port = series(80, 80, 10, 100, 100, 30);
        assertThat(StepLogic.explanation(
                        first, List.of(first, second), port.keySet(), new TreeMap<>(Map.of("udp/1", port))))
                .contains(new Rise("udp/1", 80, 20));
    }

    @Test
    void partThatFell_explainsNothing() {
        Step step = new Step(FIRST, FIRST);
        assertThat(StepLogic.explanation(
                        step, List.of(step), series(1, 1).keySet(), new TreeMap<>(Map.of("udp/1", series(5, 50)))))
                .isEmpty();
    }

    private static SortedMap<LocalDate, Long> series(long... counts) {
        SortedMap<LocalDate, Long> days = new TreeMap<>();
        for (int i = 0; i < counts.length; i++) {
            days.put(FIRST.plusDays(i), counts[i]);
        }
        return days;
    }
}
