package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How much was watched in each minute of the last day, in addresses times microseconds, and how much is usual.
 *
 * <p>The usual is the mean of the first week, whatever its first minute held, and then follows what was expected of the
 * sensors, not what was heard of them: a silent sensor makes a window incomplete, one that ended on purpose slowly
 * becomes the usual.
 */
final class Exposure {
    private static final int MINUTES = SurgeScales.MINUTES_OF_DAY;
    private static final double FOLLOWS_IN_MINUTES = 7.0 * MINUTES;

    private final long[] known = new long[MINUTES];
    private final long[] sums = new long[SurgeScales.COUNT];
    private double usual;
    /** Minutes that the usual is the mean of, until it follows. */
    private long minutes;

    private long minute = Long.MIN_VALUE;

    /** The next minute: what was expected, and of it what is known. */
    void add(long next, long expectedNow, long knownNow) {
        if (minute != Long.MIN_VALUE && next != minute + 1) {
            throw new IllegalArgumentException("minute " + next + " does not follow minute " + minute);
        }
        minute = next;
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            sums[scale] += knownNow - known[place(next - SurgeScales.minutes(scale))];
        }
        known[place(next)] = knownNow;
        if (expectedNow > 0) {
            minutes++;
            usual += (expectedNow - usual) / Math.min((double) minutes, FOLLOWS_IN_MINUTES);
        }
    }

    private static int place(long of) {
        return (int) Math.floorMod(of, (long) MINUTES);
    }

    /** Share of the usual that was watched in each scale's window that ends now. */
    void shares(float[] into) {
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            into[scale] = usual == 0 ? 0 : (float) (sums[scale] / (usual * SurgeScales.minutes(scale)));
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(minute);
        out.writeDouble(usual);
        out.writeLong(minutes);
        for (long sum : sums) {
            out.writeLong(sum);
        }
        for (long each : known) {
            out.writeLong(each);
        }
    }

    void read(DataInput in) throws IOException {
        minute = in.readLong();
        usual = in.readDouble();
        minutes = in.readLong();
        for (int i = 0; i < sums.length; i++) {
            sums[i] = in.readLong();
        }
        for (int i = 0; i < known.length; i++) {
            known[i] = in.readLong();
        }
    }
}
