package org.yamori.jobs.flow;

import java.util.Arrays;

/**
 * Which time one sensor has told about, as far as is known now: from its first packet to its last word, less the holes.
 * A later version replaces an earlier one.
 */
public final class SensorCoverage {
    public String sensor = "";
    public String network = "";
    public long version;
    public long firstMicros;
    /** Up to here the sensor has spoken. */
    public long lastMicros;
    /** The sensor ended on purpose at {@link #lastMicros} and is not expected after it. */
    public boolean ended;
    /** Times that were lost, as pairs of from and to, in order and apart. */
    public long[] holes = {};
    /** Minutes in which packets were dropped, ascending, and how many. */
    public long[] dropMinutes = {};

    public long[] dropped = {};

    /** Microseconds of a window in which the sensor was expected. */
    public long expectedMicros(long fromMicros, long toMicros) {
        long from = Math.max(fromMicros, firstMicros);
        long to = ended ? Math.min(toMicros, lastMicros) : toMicros;
        return Math.max(0, to - from);
    }

    /** Of these, microseconds of which nothing is known. */
    public long unknownMicros(long fromMicros, long toMicros) {
        long from = Math.max(fromMicros, firstMicros);
        long unknown = ended ? 0 : Math.max(0, toMicros - Math.max(from, lastMicros));
        long known = Math.min(toMicros, lastMicros);
        for (int i = 0; i < holes.length; i += 2) {
            unknown += Math.max(0, Math.min(known, holes[i + 1]) - Math.max(from, holes[i]));
        }
        return unknown;
    }

    /** Packets dropped in the minutes of a window. */
    public long dropped(long fromMicros, long toMicros) {
        long sum = 0;
        int first = Arrays.binarySearch(dropMinutes, fromMicros);
        for (int i = first < 0 ? -first - 1 : first; i < dropMinutes.length && dropMinutes[i] < toMicros; i++) {
            sum += dropped[i];
        }
        return sum;
    }
}
