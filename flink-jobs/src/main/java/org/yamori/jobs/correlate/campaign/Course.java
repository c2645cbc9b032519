package org.yamori.jobs.correlate.campaign;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Distinct sources by hours: of one port, or of several as a sum, which counts a source once for each.
 *
 * @param hours ends of hours, and their sources
 */
record Course(TreeMap<Long, Integer> hours) {
    /** Fewer hours in common say nothing about rising together. */
    static final int LEAST_HOURS = 6;

    static Course of(List<Member> members) {
        TreeMap<Long, Integer> hours = new TreeMap<>();
        for (Member member : members) {
            for (int i = 0; i < member.hours.length; i++) {
                hours.merge(member.hours[i], member.sources[i], Integer::sum);
            }
        }
        return new Course(hours);
    }

    /** The first hour with most sources; none where no hour was full. */
    Map.Entry<Long, Integer> peak() {
        Map.Entry<Long, Integer> most = Map.entry(Long.MIN_VALUE, 0);
        for (Map.Entry<Long, Integer> hour : hours.entrySet()) {
            most = hour.getValue() > most.getValue() ? hour : most;
        }
        return most;
    }

    /** Hours of both. */
    int common(Course other) {
        return (int) hours.keySet().stream().filter(other.hours::containsKey).count();
    }

    /**
     * Pearson's correlation over the hours of both; NaN with fewer than {@link #LEAST_HOURS} or where one stands still.
     */
    double correlation(Course other) {
        long n = 0;
        long x = 0;
        long y = 0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (Map.Entry<Long, Integer> hour : hours.entrySet()) {
            Integer theirs = other.hours.get(hour.getKey());
            if (theirs != null) {
                long mine = hour.getValue();
                n++;
                x += mine;
                y += theirs;
                xx += (double) mine * mine;
                yy += (double) theirs * theirs;
                xy += (double) mine * theirs;
            }
        }
        double mine = n * xx - (double) x * x;
        double theirs = n * yy - (double) y * y;
        if (n < LEAST_HOURS || mine <= 0 || theirs <= 0) {
            return Double.NaN;
        }
        return (n * xy - (double) x * y) / StrictMath.sqrt(mine * theirs);
    }
}
