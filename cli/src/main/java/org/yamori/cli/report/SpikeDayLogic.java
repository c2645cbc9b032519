package org.yamori.cli.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which days of a series stand out, and in which of several networks (C-03).
 *
 * <p>The score is the modified z-score of Iglewicz and Hoaglin (1993). Where more than half of the days are equal the
 * MAD is 0; then their replacement is used, {@code (x − median) / (1.253314 · mean absolute deviation)}, and a series
 * without any deviation has no spikes. Only days that were observed count; only rises are spikes.
 */
public final class SpikeDayLogic {
    private static final double MEAN_DEVIATION_TO_SIGMA = 1.253314;

    private final SpikeRules rules;

    public SpikeDayLogic(SpikeRules rules) {
        this.rules = rules;
    }

    /** What a period looks like: its middle, how far it usually reaches, and the days that reach further. */
    public record Period(double median, double deviation, double usualUpper, SortedMap<LocalDate, Double> spikes) {
        public static final Period EMPTY = new Period(0, 0, 0, new TreeMap<>());
    }

    public Period judge(SortedMap<LocalDate, Long> days) {
        if (days.isEmpty()) {
            return Period.EMPTY;
        }
        double[] values = sorted(days.values());
        double median = percentile(values, 50);
        double[] deviations = new double[values.length];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            deviations[i] = Math.abs(values[i] - median);
            sum += deviations[i];
        }
        Arrays.sort(deviations);
        double mad = percentile(deviations, 50);
        double scale = mad > 0 ? mad / rules.factor() : MEAN_DEVIATION_TO_SIGMA * sum / values.length;
        SortedMap<LocalDate, Double> spikes = new TreeMap<>();
        days.forEach((day, count) -> {
            double score = scale > 0 ? (count - median) / scale : 0;
            if (score > rules.threshold()) {
                spikes.put(day, score);
            }
        });
        return new Period(median, mad, percentile(values, rules.usualUpperPercentile()), spikes);
    }

    /** For each day that is a spike anywhere: {@code NICTER only}, {@code both}, {@code all} or the networks' names. */
    public static SortedMap<LocalDate, String> verdicts(SortedMap<String, ? extends Collection<LocalDate>> spikes) {
        NavigableSet<LocalDate> days = new TreeSet<>();
        spikes.values().forEach(days::addAll);
        SortedMap<LocalDate, String> verdicts = new TreeMap<>();
        for (LocalDate day : days) {
            List<String> networks = new ArrayList<>();
            for (Map.Entry<String, ? extends Collection<LocalDate>> entry : spikes.entrySet()) {
                if (entry.getValue().contains(day)) {
                    networks.add(entry.getKey());
                }
            }
            verdicts.put(day, verdict(networks, spikes.size()));
        }
        return verdicts;
    }

    private static String verdict(List<String> networks, int inAll) {
        if (networks.size() == 1) {
            return networks.get(0) + " only";
        }
        if (networks.size() == inAll) {
            return inAll == 2 ? "both" : "all";
        }
        return String.join(" and ", networks);
    }

    static double median(Collection<Long> values) {
        return values.isEmpty() ? 0 : percentile(sorted(values), 50);
    }

    /** Between the two nearest ranks, linearly. */
    private static double percentile(double[] sorted, double percent) {
        double rank = percent / 100 * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    private static double[] sorted(Collection<Long> values) {
        return values.stream().mapToDouble(Long::doubleValue).sorted().toArray();
    }
}
