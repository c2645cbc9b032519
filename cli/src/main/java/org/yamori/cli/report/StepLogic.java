package org.yamori.cli.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Marks the days on which a series stays high, and names what rose with it (N-02).
 *
 * <p>A step is a run of spike days by the rule of {@link SpikeDayLogic} over the displayed period, at least
 * {@code leastDays} long; a day that was not observed does not break a run. A rise that fills more than half of the
 * period is the middle of the period and cannot be seen as a step: display a longer one.
 *
 * @param spikes which days are high
 * @param leastDays shorter runs are single spikes
 */
public record StepLogic(SpikeDayLogic spikes, int leastDays) {
    public static final int DEFAULT_LEAST_DAYS = 3;

    public StepLogic {
        if (leastDays < 1) {
            throw new IllegalArgumentException("a step has at least 1 day, was " + leastDays);
        }
    }

    /** First and last day of a rise. */
    public record Step(LocalDate first, LocalDate last) {
        public boolean holds(LocalDate day) {
            return !day.isBefore(first) && !day.isAfter(last);
        }
    }

    /** How much one part of the series rose: mean of the step's days over the median of the days of no step. */
    public record Rise(String part, double mean, double usual) {
        public double packetsPerDay() {
            return mean - usual;
        }
    }

    public List<Step> steps(SortedMap<LocalDate, Long> days) {
        SortedMap<LocalDate, Double> high = spikes.judge(days).spikes();
        List<Step> steps = new ArrayList<>();
        List<LocalDate> run = new ArrayList<>();
        for (LocalDate day : days.keySet()) {
            if (high.containsKey(day)) {
                run.add(day);
            } else {
                close(run, steps);
            }
        }
        close(run, steps);
        return steps;
    }

    private void close(List<LocalDate> run, List<Step> steps) {
        if (run.size() >= leastDays) {
            steps.add(new Step(run.get(0), run.get(run.size() - 1)));
        }
        run.clear();
    }

    /**
     * The part that rose most.
     *
     * @param observed all observed days of the period
     * @param parts packets of each part by day; a day that is not named had none
     */
    public static Optional<Rise> explanation(
            Step step,
            List<Step> allSteps,
            Iterable<LocalDate> observed,
            SortedMap<String, SortedMap<LocalDate, Long>> parts) {
        Optional<Rise> best = Optional.empty();
        for (var part : parts.entrySet()) {
            long high = 0;
            int highDays = 0;
            List<Long> usual = new ArrayList<>();
            for (LocalDate day : observed) {
                long packets = part.getValue().getOrDefault(day, 0L);
                if (step.holds(day)) {
                    high += packets;
                    highDays++;
                } else if (allSteps.stream().noneMatch(other -> other.holds(day))) {
                    usual.add(packets);
                }
            }
            if (highDays == 0) {
                return Optional.empty();
            }
            Rise rise = new Rise(part.getKey(), (double) high / highDays, SpikeDayLogic.median(usual));
            if (rise.packetsPerDay() > best.map(Rise::packetsPerDay).orElse(0.0)) {
                best = Optional.of(rise);
            }
        }
        return best;
    }
}
